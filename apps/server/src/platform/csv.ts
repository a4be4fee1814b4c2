/** A row of a CSV file with the number of the line it begins on, counted from 1. */
export type CsvRow = { line: number; fields: string[] }

/**
 * Reads CSV as RFC 4180 has it: commas, quotes doubled inside quotes, either line ending. Empty lines are left out.
 * @throws {SyntaxError} for a quote that is never closed, naming its line
 */
export const parseCsv = (text: string): CsvRow[] => {
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
    if (character === '\n') line += 1
    if (quoted) {
      if (character !== '"') field += character
      else if (text[at + 1] === '"') {
        field += '"'
        at += 1
      } else quoted = false
    } else if (character === '"' && field === '') quoted = true
    else if (character === ',') {
      fields.push(field)
      field = ''
    } else if (character === '\n') {
      endRow()
      startedOn = line
    } else if (character !== '\r') field += character
  }
  if (quoted) throw new SyntaxError(`line ${startedOn}: a quote is opened and never closed`)
  if (field !== '' || fields.length > 0) endRow()
  return rows
}
