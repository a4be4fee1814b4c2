import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CaseId } from '@ariadne/domain'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callOf, CliError } from '../../cli/command.ts'
import { Config } from '../../platform/config/index.ts'
import { caseworkCommands } from '../cli.ts'
import { verifyChain } from '../evidence.ts'
import { createWorld } from '../testing/world.ts'
import type { World } from '../testing/world.ts'

let world: World
const folder = mkdtempSync(join(tmpdir(), 'ariadne-import-'))
beforeAll(async () => {
  world = await createWorld()
})
afterAll(async () => {
  await world.close()
  rmSync(folder, { recursive: true })
})

const header = 'yearOfRegistration,gender,ageBroad,citizenship,isForcedLabour,isSexualExploit,CountryOfExploitation'
const rows = [
  '2016,Female,9--17,MD,0.0,1.0,MK',
  '2016,Female,9--17,MD,0.0,1.0,MK',
  '2012,Male,48+,0,1.0,,',
  '2004,,,,,,XK',
]
const file = (name: string, lines: string[]): string => {
  const path = join(folder, name)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}
const run = async (name: string, ...args: string[]) => {
  const command = caseworkCommands[name]
  if (command === undefined) throw new Error(`no command ${name}`)
  const out: string[] = []
  const io = { out: (text: string) => void out.push(text), err: () => undefined, environment: {}, terminal: false }
  const config = Config.parse({
    mode: 'training',
    instance: { id: 'ins_mk', country: 'MK', name: 'Test', languages: ['en'] },
    http: { baseUrl: 'http://ariadne.example' },
    database: { app: world.database.urls.app, auth: world.database.urls.auth },
    secrets: { auth: 's'.repeat(40) },
    contentDir: folder,
    webDir: folder,
    dataDir: folder,
  })
  const call = callOf(command, args, io)
  try {
    return { code: await command.run({ ...call, config: () => config }), out: out.join('\n') }
  } catch (error) {
    if (error instanceof CliError) return { code: 1, out: error.message }
    throw error
  }
}
const counted = async (): Promise<number> => {
  const found = await world.system((tx) =>
    sql<{ n: number }>`select count(*) as n from case_row where historic`.execute(tx),
  )
  return found.rows[0]?.n ?? -1
}

test('records become historic coded cases; a second run doubles nothing, and a longer file adds what is new', async () => {
  const first = file('some.csv', [header, ...rows])
  expect(await run('import ctdc', first, '--unit', 'unt_nrm', '--json')).toEqual({
    code: 0,
    out: JSON.stringify({
      ok: true,
      read: 4,
      imported: 4,
      alreadyThere: 0,
      repairs: [
        { kind: 'band_by_middle', column: 'ageBroad', was: '9--17', is: '12_15', count: 2, lines: [2, 3] },
        { kind: 'unknown_code', column: 'citizenship', was: '0', is: '', count: 1, lines: [4] },
        { kind: 'band_by_middle', column: 'ageBroad', was: '48+', is: 'unknown_adult', count: 1, lines: [4] },
        { kind: 'age_not_known', column: 'ageBroad', was: '', is: 'doubt_child', count: 1, lines: [5] },
      ],
    }),
  })
  expect(await run('import ctdc', first, '--unit', 'unt_nrm')).toMatchObject({
    out: expect.stringContaining('0 imported'),
  })
  const longer = file('more.csv', [header, rows[2] ?? '', rows[0] ?? '', rows[0] ?? '', rows[0] ?? '', rows[3] ?? ''])
  expect(await run('import ctdc', longer, '--unit', 'unt_nrm')).toMatchObject({
    out: expect.stringContaining('1 imported, 4 were there'),
  })
  expect(await counted()).toBe(5)

  const found = await world.as('mbr_nrm', (tx) =>
    sql<{
      case_id: string
      reference: string
      age_band: string
      sex: string
      status: string
      state: { historic: object; person: object }
    }>`
      select * from case_row where age_band = '12_15' limit 1`.execute(tx),
  )
  const one = found.rows[0]
  expect(one).toMatchObject({
    sex: 'Feminine',
    status: 'retained',
    state: {
      historic: { source: 'ctdc-2020', year: 2016, exploitation: ['SexualExploitation'], countryOfExploitation: 'MK' },
      person: { nationalityClaimed: 'MD' },
    },
  })
  expect(CaseId.safeParse(one?.case_id).success).toBe(true)
  expect(one?.reference).toMatch(/^CTD-/u)
  expect(await verifyChain(world.db, one?.case_id ?? '')).toMatchObject({ actions: 1, verified: true })
  expect(await world.count('mbr_shelter', 'case_row')).toBe(0)
  expect(await run('evidence', one?.case_id ?? '', '--json')).toMatchObject({
    code: 0,
    out: expect.stringContaining('"verified":true'),
  })
  expect((await run('evidence', one?.case_id ?? '')).out).not.toContain('Feminine')
})

test('a file with one wrong entry imports nothing and names line, column and what would be right', async () => {
  const before = await counted()
  const wrong: [string[], string[]][] = [
    [
      [header, rows[0] ?? '', '2016,Woman,9--17,MD,0.0,1.0,MK'],
      [':3: gender: "Woman" should be one of Female, Male, empty'],
    ],
    [
      [header, '1816,Female,9--17,MD,0,1,MK', '2016,Female,9-17,ZZ,2,1,Macedonia'],
      [
        ':2: yearOfRegistration',
        ':3: ageBroad',
        ':3: citizenship: "ZZ"',
        ':3: isForcedLabour',
        ':3: CountryOfExploitation',
      ],
    ],
    [[header.replace('gender,', ''), '2016,9--17,MD,0,1,MK'], [':1: gender: "" should be a header line']],
    [[`${header},gender`, `${rows[0] ?? ''},Female`], [':1: gender: "gender" should be each column once']],
    [[header, '2016,Female,9--17,MD'], [':2: (row): "4 fields" should be 7 fields']],
    [[], ['should be a header line']],
    [[header, '2016,"Female,9--17,MD,0,1,MK'], ['line 2: a quote is opened']],
    [[header, '2999,Female,9--17,MD,0,1,MK'], [':2: yearOfRegistration']],
  ]
  for (const [lines, told] of wrong) {
    const result = await run('import ctdc', file('wrong.csv', lines), '--unit', 'unt_nrm')
    expect(result.code).toBe(1)
    for (const part of [...told, 'Nothing was imported']) expect(result.out).toContain(part)
  }
  expect(await run('import ctdc', file('ok.csv', [header, ...rows]), '--unit', 'unt_none')).toMatchObject({
    code: 1,
    out: expect.stringContaining('no unit "unt_none"'),
  })
  expect(await run('import ctdc', file('ok.csv', [header, ...rows]), '--unit', 'unt_office')).toMatchObject({
    code: 1,
    out: expect.stringContaining('holds no cases'),
  })
  expect(await run('import ctdc', join(folder, 'none.csv'), '--unit', 'unt_nrm')).toMatchObject({
    code: 1,
    out: expect.stringContaining('cannot be read'),
  })
  expect(await run('import ctdc', file('ok.csv', [header]))).toMatchObject({
    code: 1,
    out: expect.stringContaining('--unit'),
  })
  const latin = join(folder, 'latin.csv')
  writeFileSync(latin, Buffer.from([0x79, 0xe9, 0x0a]))
  expect(await run('import ctdc', latin, '--unit', 'unt_nrm')).toMatchObject({
    out: expect.stringContaining('not UTF-8'),
  })
  expect(await run('evidence', 'MK-7F3K')).toMatchObject({ code: 1, out: expect.stringContaining('no id of a case') })
  expect(await counted()).toBe(before)
})
