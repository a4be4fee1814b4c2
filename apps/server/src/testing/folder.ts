import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const made: string[] = []
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A folder of the test file's own, gone when its tests are over. */
export const testFolder = (name: string): string => {
  const folder = mkdtempSync(join(tmpdir(), `ariadne-${name}-`))
  made.push(folder)
  return folder
}
