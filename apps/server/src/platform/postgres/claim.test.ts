import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { claim, findHolder } from './claim.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'claim-'))
  file = join(folder, 'lock')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('one holds it, the next gets it when it is given back', async () => {
  const release = await claim(file, 0)
  await expect(claim(file, 0)).rejects.toMatchObject({ code: 'in_use' })
  const waiting = claim(file, 5_000)
  release()
  const releaseNext = await waiting
  expect(findHolder(file)).toEqual({ pid: process.pid, live: true })
  releaseNext()
  expect(existsSync(file)).toBe(false)
})

test('a holder that ended holds nothing, even when its number was given to another process', async () => {
  writeFileSync(file, `${process.pid} an-earlier-boot 42`)
  expect(findHolder(file)).toMatchObject({ live: false })
  const release = await claim(file, 0)
  expect(findHolder(file)).toMatchObject({ live: true })
  release()
})
