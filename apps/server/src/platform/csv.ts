/** A row of a CSV file with the number of the line it begins on, counted from 1. */
export type CsvRow = { line: number; fields: string[] }

const SEPARATORS = [',', ';', '\t'] as const

/**
 * What stands between the fields: a comma, or where the first line has none outside quotes a semicolon or a tab, which is what
 * spreadsheets write where the comma stands in numbers.
 */
const separatorOf = (text: string): string => {
  const head = /^\ufeff?[\r\n]*(?<line>(?:"[^"]*"|[^"\r\n])*)/u.exec(text)?.groups?.['line'] ?? ''
  const bare = head.replaceAll(/"[^"]*"/gu, '')
  return SEPARATORS.find((one) => bare.includes(one)) ?? ','
}

/**
 * Reads CSV as RFC 4180 has it: quotes doubled inside quotes, any line ending; semicolons or tabs instead of commas where the first
 * line has them. Empty lines are left out.
 * @throws {SyntaxError} for a quote that is never closed, naming its line
 */
export const parseCsv = (text: string): CsvRow[] => {
  const separator = separatorOf(text)
  const rows: CsvRow[] = []
  let fields: string[] = []
  let field = ''
  let quoted = false
  let line = 1
  let startedOn = 1
  const endRow = (): void => {
    fields.push(field)
    if (fields.length > 1 || fields[0] !== '') rows.push({ line: startedOn, fields })
    fields = []
    field = ''
  }
  // A byte order mark is no part of the first column's name.
  for (let at = text.startsWith('\ufeff') ? 1 : 0; at < text.length; at++) {
    const character = text[at]
    const ends = character === '\n' || (character === '\r' && text[at + 1] !== '\n')
    if (ends) line += 1
    if (quoted) {
      if (character !== '"') field += character
      else if (text[at + 1] === '"') {
        field += '"'
        at += 1
      } else quoted = false
    } else if (character === '"' && field === '') quoted = true
    else if (character === separator) {
      fields.push(field)
      field = ''
    } else if (ends) {
      endRow()
      startedOn = line
    } else if (character !== '\r') field += character
  }
  if (quoted) throw new SyntaxError(`line ${startedOn}: a quote is opened and never closed`)
  if (field !== '' || fields.length > 0) endRow()
  return rows
}
