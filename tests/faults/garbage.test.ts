import type { CommandOutcome } from '@ariadne/contract'
import { ACTS, mintId } from '@ariadne/domain'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { giveKey } from '../../apps/server/src/testing/give-key.ts'
import { startTestInstance } from '../../apps/server/src/testing/instance.ts'
import type { Asker, TestInstance } from '../../apps/server/src/testing/instance.ts'
import { spoilt, valuesOf, type Schema } from '../support/garbage.ts'

// Whatever comes, from somebody signed in or from nobody: an answer that says what is wrong where, or what it asked for;
// never a failure of ours, and never half of it.

let instance: TestInstance
let owner: pg.Client
let ana: Asker
let schemas: Record<string, Schema>
let paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>>
let caseId: string

const EVERY_FUNCTION = [
  'first_responder',
  'case_coordinator',
  'case_worker',
  'guardian',
  'focal_point',
  'competent_authority',
  'panel_member',
  'national_coordinator',
  'rapporteur',
  'instance_admin',
  'mediator',
]
const known = ['unt_nrm', 'unt_shelter', 'unt_office', 'mbr_ana', 'mbr_ben', 'ins_test', 'MK', 'en', '2026-11-22']
const person = (name: string) => ({
  memberId: `mbr_${name}`,
  email: `${name}@mk.example`,
  passphrase: 'a calm river at night',
  units: { unt_nrm: EVERY_FUNCTION, unt_shelter: ['case_worker'], unt_office: EVERY_FUNCTION },
})
const newId = () => mintId<string>(Date.now())
const at = () => new Date().toISOString()

beforeAll(async () => {
  instance = await startTestInstance()
  owner = new pg.Client({ connectionString: instance.database.urls.owner })
  await owner.connect()
  await instance.unit('unt_nrm', 'nrm_office')
  await instance.unit('unt_shelter', 'shelter')
  await instance.unit('unt_office', 'coordinator_office')
  await instance.enrolled(person('ana'))
  await instance.enrolled(person('ben'))
  await giveKey(instance.platform.db, 'unt_nrm', ['mbr_ana', 'mbr_ben'])
  ana = await instance.signIn(person('ana'))
  const document = (await (await ana('/openapi.json')).json()) as {
    paths: typeof paths
    components: { schemas: typeof schemas }
  }
  ;({ paths } = document)
  ;({ schemas } = document.components)
  caseId = newId()
  known.push(caseId)
  const opened = await send([
    JSON.stringify({
      id: newId(),
      kind: 'case.act',
      at: at(),
      body: { caseId, acts: [actOf('case.opened', opening)], parts: [], wraps: [] },
    }),
  ])
  expect(opened).toMatchObject([{ status: 'accepted' }])
})
afterAll(async () => {
  await owner.end()
  await instance.stop()
})

const opening = {
  reference: 'MK-7F3K-9Q2D',
  fileBasis: 'person_agreed',
  safeToProceed: true,
  ageBand: '25_39',
  sex: 'Feminine',
  languages: ['sq'],
  confidentialityExplained: true,
  nationalityClaimed: null,
  referralId: null,
}
const actOf = (kind: string, body: unknown) => ({
  id: newId(),
  caseId,
  kind,
  version: 1,
  by: { instanceId: 'ins_test', unitId: 'unt_nrm', memberId: 'mbr_ana', function: 'case_coordinator' },
  occurredAt: at(),
  reliesOn: {},
  body,
  parts: [],
})

const raw = (ask: Asker, path: string, body: string) =>
  ask(path, {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json', Origin: 'http://ariadne.example' },
  })

/** What an answer that refuses owes: that it is ours to read, names what is wrong and says what would be right. */
const expectProblem = async (response: Response): Promise<void> => {
  const text = await response.text()
  expect(response.status, text).toBeLessThan(500)
  if (response.status < 400) return
  expect(response.headers.get('Content-Type'), text).toContain('json')
  const problem = JSON.parse(text) as { code?: string; message?: string; remedy?: string }
  expect(problem.code, text).toBeTruthy()
}

const send = async (commands: readonly string[]): Promise<CommandOutcome[]> => {
  const response = await raw(ana, '/api/commands', `{"commands":[${commands.join(',')}]}`)
  const text = await response.text()
  expect(response.status, text.slice(0, 400)).toBe(200)
  const { outcomes } = JSON.parse(text) as { outcomes: CommandOutcome[] }
  expect(outcomes).toHaveLength(commands.length)
  return outcomes
}

/** How many rows each table has; aside what is noted of every command and every try, and what is worked out in the background. */
const rows = async (): Promise<string> => {
  const { rows: found } = await owner.query<{ counts: string }>(`
    select string_agg(relname || ' ' || (xpath('/row/c/text()', query_to_xml(
      format('select count(*) as c from app.%I', relname), false, true, '')))[1]::text, ',' order by relname) as counts
    from pg_class where relnamespace = 'app'::regnamespace and relkind = 'r'
      and relname not in ('command', 'rate_limit', 'figure_changed', 'figure_fact')`)
  return found[0]?.counts ?? ''
}

const refusedWell = ({ status, code, remedy, field, conflict }: CommandOutcome): void => {
  if (status === 'accepted') return
  expect({ status, code, remedy, field }).not.toMatchObject({ code: 'unforeseen' })
  expect(code === undefined && conflict === undefined).toBe(false)
}

const RUNS = 60

test('garbage in one command is answered by that command alone, and nothing of it is kept', async () => {
  const kinds = Object.keys(schemas).flatMap((name) => (name.startsWith('command.') ? [name.slice(8)] : []))
  expect(kinds.length).toBeGreaterThan(40)
  const command = fc.constantFrom(...kinds).chain((kind) =>
    spoilt(valuesOf(schemas[`command.${kind}`] ?? {}, schemas, known))
      .filter((body) => body.startsWith('{'))
      .map((body) => `{"id":"${newId()}","kind":"${kind}","at":"${at()}","body":${body}}`),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 8, maxLength: 8 }), async (commands) => {
      const few = commands.filter((one) => one.length < 150_000)
      for (const batch of [few, ...commands.filter((one) => one.length >= 150_000).map((one) => [one])]) {
        if (batch.length === 0) continue
        const before = await rows()
        const outcomes = await send(batch)
        outcomes.forEach(refusedWell)
        if (outcomes.every((one) => one.status !== 'accepted')) expect(await rows()).toBe(before)
      }
    }),
    { numRuns: RUNS },
  )
})

test('garbage in the body of an act is a refusal of that act', async () => {
  const act = fc.constantFrom(...ACTS.values()).chain((definition) => {
    const schema = z.toJSONSchema(definition.body, { io: 'input', unrepresentable: 'any' }) as Schema
    return spoilt(valuesOf(schema, {}, known)).map((body) =>
      JSON.stringify({
        id: newId(),
        kind: 'case.act',
        at: at(),
        body: { caseId, acts: [actOf(definition.kind, '@body@')], parts: [], wraps: [] },
      }).replace('"@body@"', () => body),
    )
  })
  await fc.assert(
    fc.asyncProperty(act, async (one) => {
      ;(await send([one])).forEach(refusedWell)
    }),
    { numRuns: RUNS * 4 },
  )
  // And the case is what it was made by whole acts alone.
  expect((await ana(`/api/cases/${caseId}`)).status).toBe(200)
})

test('a batch with one command nested without end carries out the others', async () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
  const good = (id: string) =>
    JSON.stringify({ id, kind: 'vault.take_recovery_kit', at: at(), body: { unitId: 'unt_nrm' } })
  const bad = `{"id":"${newId()}","kind":"case.act","at":"${at()}","body":{"caseId":"${caseId}","acts":${deep}}}`
  const outcomes = await send([good(newId()), bad, good(newId())])
  expect(outcomes.map((one) => one.status)).toEqual(['accepted', 'refused', 'accepted'])
  expect(outcomes[1]).toMatchObject({ code: 'field_invalid', field: expect.stringMatching(/^acts\.0/u) })
  expect(outcomes[1]?.remedy).toMatch(/levels/u)
})

test('every other address that takes a body answers garbage with a problem', async () => {
  const posts = Object.entries(paths).flatMap(([path, methods]) => {
    const schema = methods['post']?.requestBody?.content['application/json']?.schema
    return schema === undefined || path === '/api/commands' ? [] : [{ path, schema }]
  })
  expect(posts.length).toBeGreaterThan(8)
  for (const { path, schema } of posts)
    await fc.assert(
      fc.asyncProperty(spoilt(valuesOf(schema, schemas, known)), fc.boolean(), async (body, signedIn) => {
        const address = path.replaceAll(/\{[^}]+\}/gu, newId())
        await expectProblem(await raw(signedIn ? ana : instance.ask, address, body))
      }),
      { numRuns: 40 },
    )
})

test('what is no JSON, or no object, or no batch, is refused as such', async () => {
  for (const body of [
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '{"commands":{}}',
    '{"commands":[]}',
    '{"commands":[[]]}',
    '\u0000',
  ])
    await expectProblem(await raw(ana, '/api/commands', body))
  for (const kind of ['__proto__', 'constructor', 'toString', 'a\u0000b', ''])
    expect(await send([JSON.stringify({ id: newId(), kind, at: at(), body: {} })])).toMatchObject([
      { status: 'refused', code: 'command_unknown' },
    ])
})

test('garbage in an address is a refusal too', async () => {
  const gets = Object.entries(paths).flatMap(([path, methods]) => (methods['get'] === undefined ? [] : [path]))
  const nasty = ['%00', '%F0%9F%98%80', '%', '-1', '__proto__', 'x'.repeat(5000)]
  const asked = ['unitId', 'cursor', 'from', 'until', 'year', 'limit', 'version', 'definition', 'rule', 'kind']
  for (const path of gets)
    await Promise.all(
      nasty.map(async (one) => {
        const query = asked.map((name) => `${name}=${one}`).join('&')
        await expectProblem(await ana(`${path.replaceAll(/\{[^}]+\}/gu, one)}?${query}`))
      }),
    )
})
