import { readFileSync, writeFileSync } from 'node:fs'
import readWorkbook from 'read-excel-file/node'
import writeWorkbook from 'write-excel-file/node'
import type { Sheet } from './workbook.ts'

const textOf = (cell: unknown): string => {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  return typeof cell === 'boolean' ? String(cell).toUpperCase() : String(cell)
}

/** The sheets of an .xlsx file, every cell as text and with its white space. */
export const readSheets = async (file: string): Promise<Sheet[]> => {
  const sheets = await readWorkbook(readFileSync(file), { trim: false })
  return sheets.map(({ sheet, data }) => ({ name: sheet, rows: data.map((row) => row.map(textOf)) }))
}

/** Writes sheets of text to an .xlsx file. */
export const writeSheets = async (file: string, sheets: readonly Sheet[]): Promise<void> => {
  const data = sheets.map(({ name, rows }) => ({
    sheet: name,
    data: rows.map((row) => row.map((value) => (value === '' ? null : { type: String, value }))),
  }))
  writeFileSync(file, await writeWorkbook(data).toBuffer())
}
