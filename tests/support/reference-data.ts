import { existsSync, readFileSync } from 'node:fs'
import { dataFile } from './data.ts'

/** A CSV file of the reference data that lies beside the project, as rows by the names of its columns. */
export const referenceFile = (name: string) => {
  const path = dataFile(name)
  const skip = !existsSync(path) && process.env['CI'] !== 'true'
  if (skip) process.stderr.write(`skipped: there is no reference data at ${path}\n`)
  return { skip, rows: () => rowsOf(readFileSync(path, 'utf8')) }
}

const rowsOf = (text: string): Record<string, string>[] => {
  const [header = [], ...lines] = text
    .trim()
    .split(/\r?\n/u)
    .map((line) => [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/gu)].map((field) => field[1] ?? field[2] ?? ''))
  return lines.map((fields) => Object.fromEntries(header.map((name, at) => [name, fields[at] ?? ''])))
}
