import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'vitest'

const folder = join(import.meta.dirname, '../../../shared/data')

/** The path of a file of the real records that lie beside the project and are not part of it. */
export const dataFile = (path: string): string => join(folder, path)

/**
 * `test` for what reads `path` of those records. Without them it is skipped and says so; where CI is set it fails, so that
 * a green run always means they were read.
 *
 * @example
 * testWithData('ctdc/records.csv')('every record is read', () => { ... })
 */
export function testWithData(path: string) {
  const skipped = !existsSync(dataFile(path)) && !process.env.CI
  if (skipped) process.stderr.write(`Skipped: ${dataFile(path)} is not there.\n`)
  return test.skipIf(skipped)
}
