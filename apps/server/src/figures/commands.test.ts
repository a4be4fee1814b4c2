import type { CommandOutcome } from '@ariadne/contract'
import { mintId } from '@ariadne/domain'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { caseworkOf } from '../casework/index.ts'
import { withSystem } from '../platform/database/index.ts'
import { startTestInstance } from '../testing/instance.ts'
import type { Asker, TestInstance } from '../testing/instance.ts'
import { bringIn, someHistory } from './testing/history.ts'

const now = new Date('2026-03-01T08:00:00.000Z')
let instance: TestInstance
let coordinator: Asker
let worker: Asker

const send = async (ask: Asker, kind: string, body: object): Promise<CommandOutcome> => {
  const response = await ask('/api/commands', {
    json: { commands: [{ id: mintId(Date.now()), kind, at: new Date().toISOString(), body }] },
  })
  const { outcomes } = (await response.json()) as { outcomes: CommandOutcome[] }
  return outcomes[0]!
}
const read = async <T>(ask: Asker, path: string): Promise<T> => (await ask(path)).json() as Promise<T>

beforeAll(async () => {
  instance = await startTestInstance()
  await instance.unit('unt_office', 'coordinator_office')
  await instance.unit('unt_nrm', 'nrm_office')
  const signedIn = async (name: string, unit: string, functions: string[]): Promise<Asker> => {
    const person = {
      memberId: `mbr_${name}`,
      email: `${name}@test.example`,
      passphrase: 'a passphrase for tests',
      units: { [unit]: functions },
    }
    await instance.enrolled(person)
    return instance.signIn(person)
  }
  coordinator = await signedIn('coordinator', 'unt_office', ['national_coordinator'])
  worker = await signedIn('worker', 'unt_nrm', ['case_worker'])
  await bringIn(instance.platform.db, 'ins_test', someHistory(now), now)
})
afterAll(async () => {
  await instance.stop()
  await instance.database.drop()
})

const entry = (more: object = {}) => ({
  entryId: mintId(Date.now()),
  definition: 'justice.prosecuted',
  period: '2024',
  key: {},
  status: 'value',
  value: 15,
  source: 'police',
  sourceTitle: 'Register of the police',
  note: null,
  replaces: null,
  ...more,
})

test('two sources that do not agree stand side by side; a correction replaces only its own', async () => {
  const first = entry()
  expect(await send(coordinator, 'figure.enter', first)).toMatchObject({ status: 'accepted' })
  // Said again, since the answer did not come: the same figure.
  expect(await send(coordinator, 'figure.enter', first)).toMatchObject({ status: 'accepted' })
  expect(await send(worker, 'figure.enter', entry())).toMatchObject({ status: 'refused', code: 'not_your_function' })
  const courts = entry({ value: 12, source: 'courts', sourceTitle: 'Statistics of the courts' })
  expect(await send(coordinator, 'figure.enter', courts)).toMatchObject({ status: 'accepted' })

  type Conflicts = { conflicts: { definition: string; values: { source: string; value: number }[] }[] }
  const conflicts = async () => (await read<Conflicts>(coordinator, '/api/figures/quality?period=2024')).conflicts
  expect(await conflicts()).toMatchObject([
    {
      definition: 'justice.prosecuted',
      values: [
        { source: 'courts', value: 12 },
        { source: 'police', value: 15 },
      ],
    },
  ])
  type Report = {
    tables: { id: string; cells: { key: object; status: string; value: number | null; others: object[] }[] }[]
  }
  const total = async () =>
    (await read<Report>(coordinator, '/api/figures/reports/unodc-glotip?year=2024')).tables
      .find((table) => table.id === 'prosecuted')
      ?.cells.find((cell) => JSON.stringify(cell.key) === '{"sex":"Total"}')
  // Neither is chosen.
  expect(await total()).toMatchObject({ status: 'missing', value: null, others: [{ value: 12 }, { value: 15 }] })

  expect(await send(coordinator, 'figure.enter', entry({ value: 12, replaces: first.entryId }))).toMatchObject({
    status: 'refused',
    code: 'say_why',
  })
  const correction = entry({ value: 12, replaces: first.entryId, note: 'counted again by the police' })
  expect(await send(coordinator, 'figure.enter', correction)).toMatchObject({ status: 'accepted' })
  expect(await conflicts()).toEqual([])
  // The old one stays to be seen, with who put it there.
  type Entries = {
    entries: { source: string; value: number; note: string | null; enteredBy: string; earlier: object[] }[]
  }
  const { entries } = await read<Entries>(coordinator, '/api/figures/entries?year=2024')
  expect(entries).toHaveLength(2)
  const corrected = entries.find(({ source }) => source === 'police')
  expect(corrected).toMatchObject({ value: 12, note: 'counted again by the police' })
  expect(corrected?.earlier).toMatchObject([{ status: 'value', value: 15, enteredBy: corrected?.enteredBy }])
  const wrong: [object, string][] = [
    [entry({ replaces: first.entryId, note: 'again' }), 'replaced_already'],
    [entry({ replaces: courts.entryId, note: 'again' }), 'nothing_to_replace'],
    [entry({ replaces: courts.entryId, source: 'courts', key: { sex: 'female' }, note: 'no' }), 'nothing_to_replace'],
    [entry({ definition: 'kpi.unmet_of_requested' }), 'definition_unknown'],
    [entry({ key: { shoe_size: '43' } }), 'dimension_unknown'],
    [entry({ status: 'missing' }), 'field_invalid'],
    [entry({ period: '2099' }), 'date_in_future'],
  ]
  for (const [body, code] of wrong)
    expect(await send(coordinator, 'figure.enter', body)).toMatchObject({ status: 'refused', code })
})

test('a note is of no person, is reviewed before others see it, and is counted beside the numbers', async () => {
  const note = (more: object = {}) => ({
    note: {
      noteId: mintId(Date.now()),
      unitId: 'unt_nrm',
      kind: 'platform',
      code: 'messenger',
      forms: ['ForcedLabour'],
      ageGroups: ['adult'],
      country: null,
      place: 'MK004',
      times: 'several',
      seenOn: '2026-02-10',
      words: 'groups for seasonal work that close after a week',
      ...more,
    },
  })
  for (const words of ['ask Petra Petrova', 'call 070 123456', 'someone@mail.example', 'see https://x.example'])
    expect(await send(worker, 'note.send', note({ words }))).toMatchObject({ status: 'refused', code: 'names_someone' })
  for (const more of [{ code: 'farm' }, { place: 'the square' }, { place: 'AL011' }, { forms: ['Unheard'] }])
    expect(await send(worker, 'note.send', note(more))).toMatchObject({ code: 'field_invalid' })
  expect(await send(coordinator, 'note.send', note())).toMatchObject({ code: 'not_your_unit' })
  const sent = note()
  expect(await send(worker, 'note.send', sent)).toMatchObject({ status: 'accepted' })
  // From a second tab: still one note, as the map counts below.
  expect(await send(worker, 'note.send', sent)).toMatchObject({ status: 'accepted' })

  const counted = async () =>
    (
      await read<{ notes: object[] }>(
        coordinator,
        '/api/figures/trends?definition=victims.registered&grain=month&from=2026-01-01&to=2026-03-01',
      )
    ).notes
  expect(await counted()).toEqual([])
  expect(await send(worker, 'note.review', { noteId: sent.note.noteId, accept: true, because: null })).toMatchObject({
    code: 'not_your_function',
  })
  const review = { noteId: sent.note.noteId, accept: true, because: null }
  expect(await send(coordinator, 'note.review', review)).toMatchObject({ status: 'accepted' })
  expect(await send(coordinator, 'note.review', review)).toMatchObject({ code: 'note_not_waiting' })
  expect(await counted()).toEqual([{ period: '2026-02', kind: 'platform', code: 'messenger', notes: 1 }])
  type Map = { areas: { code: string; notes: number }[] }
  const { areas } = await read<Map>(coordinator, '/api/figures/map?definition=victims.registered&period=2026')
  expect(areas.filter(({ notes }) => notes > 0)).toMatchObject([{ code: 'MK004', notes: 1 }])
})

test('a case whose content is erased stays counted, and no fact leads back to it', async () => {
  const path = '/api/figures/trends?definition=contact.encounters&grain=year&from=2023-01-01&to=2026-03-01'
  const before = (await read<{ series: object[] }>(coordinator, path)).series
  const look = <T>(query: ReturnType<typeof sql<T>>) =>
    withSystem(instance.platform.db, 'look', async (tx) => (await query.execute(tx)).rows)
  const [one] = await look(sql<{ case_id: string }>`select case_id from case_row order by case_id limit 1`)
  const { erased } = await caseworkOf(instance.platform).eraseBodies(one!.case_id as never)
  expect(erased).toBe(1)
  expect((await read<{ series: object[] }>(coordinator, path)).series).toEqual(before)
  const left = await look(
    sql<{
      n: number
    }>`select count(*)::int as n from figure_fact where subject = ${one!.case_id} or thread = ${one!.case_id}`,
  )
  expect(left).toEqual([{ n: 0 }])
})
