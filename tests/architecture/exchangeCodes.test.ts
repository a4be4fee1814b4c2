import { expect, test } from 'vitest'
import { isTest, projectFiles, read, root } from './files.ts'
import { join } from 'node:path'

// What is wrong on the line to another country is told to a focal point in words: no code of it stands on a page as it is.

const sources = ['apps/server/src/handover', 'packages/exchange/src/custody']
  .flatMap((folder) => projectFiles(['.ts'], join(root, folder)))
  .filter((path) => !isTest(path))
  .map(read)

const RAISED = [
  /raiseAlarm\([^;]*?code: '(\w+)'/gu,
  /doubt\([^;]*?'(\w+)'/gu,
  /type: 'alarm', code: '(\w+)'/gu,
  /state: 'rejected', code: '(\w+)'/gu,
]

test('every alarm and refusal of the exchange has its words', () => {
  const codes = new Set(
    sources.flatMap((text) => RAISED.flatMap((raised) => [...text.matchAll(raised)].map(([, code = '']) => code))),
  )
  expect([...codes]).toEqual(expect.arrayContaining(['lead_differs', 'custody_doubted', 'not_processed', 'restored']))
  const words = JSON.parse(read('content/catalogues/exchange/en.json')) as Record<string, unknown>
  expect([...codes].filter((code) => !(`exchange.refused.${code}` in words))).toEqual([])
})
