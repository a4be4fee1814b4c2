import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Reference data beside the project; never part of it. */
export const referenceFile = (name: string) => {
  const path = fileURLToPath(new URL(`../../../shared/data/${name}`, import.meta.url))
  const there = existsSync(path)
  const skip = !there && process.env['CI'] !== 'true'
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
