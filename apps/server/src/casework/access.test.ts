import { caseReaders, emptyCase, FUNCTIONS, mayRead, mintId, queueEntries } from '@ariadne/domain'
import type { CaseId, CaseState, DataClass, InstanceId, Member, MemberId, UnitId } from '@ariadne/domain'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { project } from './project.ts'
import { storeCases } from './store.ts'
import { createWorld, PEER, PEOPLE, UNITS } from './testing/world.ts'
import type { PersonName, World } from './testing/world.ts'
import { DEFAULT_TARGETS } from '@ariadne/domain'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const HERE = 'ins_mk' as InstanceId
const units = Object.keys(UNITS) as UnitId[]
const names = Object.keys(PEOPLE) as PersonName[]

const unit = fc.constantFrom(...units)
const member = fc.constantFrom(...(names as unknown as MemberId[]))
const at = '2026-03-01T08:00:00.000Z'

/** Any relation a case can have to units and people, whether or not the acts of today could lead there. */
const anyState: fc.Arbitrary<CaseState> = fc
  .record({
    lead: fc.option(fc.record({ instanceId: fc.constantFrom(HERE, PEER.instanceId), unitId: unit })),
    assignments: fc.array(
      fc.record({
        unitId: unit,
        memberId: fc.option(member),
        function: fc.constantFrom(...FUNCTIONS),
        classes: fc.constantFrom<DataClass[]>([], ['identity'], ['safety_plan', 'contact']),
        since: fc.constant(at),
      }),
      { maxLength: 4 },
    ),
    guardian: fc.option(fc.record({ unitId: unit, memberId: member })),
    status: fc.constantFrom('draft', 'open', 'monitoring', 'transferred_lead', 'closed', 'retained', 'erased'),
    handovers: fc.array(
      fc.record({
        direction: fc.constantFrom('incoming', 'outgoing'),
        role: fc.constantFrom('take_lead', 'provide_service'),
        stage: fc.constantFrom('capability_asked', 'offered', 'acknowledged', 'closed', 'arrived'),
        senderUnitId: unit,
        recipientUnitId: unit,
      }),
      { maxLength: 2 },
    ),
    identification: fc.constantFrom('unassessed', 'presumed'),
    guardianship: fc.constantFrom('not_needed', 'needed', 'requested', 'appointed'),
    followUps: fc.array(fc.record({ dueOn: fc.constantFrom('2026-04-01', '2026-05-01') }), { maxLength: 3 }),
  })
  .map((wanted) => {
    const state = emptyCase(mintId<CaseId>(Date.parse(at)), HERE)
    Object.assign(state, {
      sequence: 1,
      reference: 'MK-7F3K-9Q2D',
      status: wanted.status,
      statusSince: at,
      lastActivityAt: at,
      lead: wanted.lead,
      assignments: wanted.assignments,
      followUps: wanted.followUps.map((one) => ({ ...one, doneAt: null, reached: null })),
      handovers: wanted.handovers.map((one) => ({
        ...one,
        handoverId: mintId(Date.parse(at)),
        peer: PEER.instanceId,
        stageSince: at,
        recipientCountry: 'AL',
        query: { urgency: 'standard' },
        offer: null,
        feedback: [],
        arrival: { at, outcome: 'met' },
        withdrawal: null,
        logistics: null,
      })),
    })
    state.identification.status = wanted.identification as never
    state.identification.since = at
    state.guardianship = {
      status: wanted.guardianship,
      unitId: wanted.guardian?.unitId ?? null,
      memberId: wanted.guardian?.memberId ?? null,
      requestedAt: at,
      since: at,
    }
    return state
  })

const asMember = (name: PersonName): Member => ({
  memberId: name as unknown as MemberId,
  instanceId: HERE,
  memberships: Object.entries(PEOPLE[name]).map(([unitId, functions]) => ({
    unitId: unitId as UnitId,
    functions: [...functions],
  })),
})

/** One action a case, so that the list has something to hide. */
const listed = (state: CaseState) => ({
  id: mintId<never>(Date.parse(at)),
  caseId: state.caseId,
  kind: 'case.opened',
  version: 1,
  by: { instanceId: HERE, unitId: 'unt_nrm' as UnitId, memberId: null, function: 'instance' as const },
  occurredAt: at,
  receivedAt: at,
  reliesOn: {},
  body: {},
  parts: [],
  sequence: 1,
  salt: 's',
  digest: 'd',
  hash: 'h',
})

const visible = async (name: PersonName, table: string, column = 'case_id'): Promise<string[]> => {
  const rows = await world.as(name, (tx) =>
    sql<{ id: string }>`select ${sql.ref(column)}::text as id from ${sql.table(table)} order by 1`.execute(tx),
  )
  return rows.rows.map((row) => row.id)
}

test('row-level security shows a member exactly the cases that the domain lets them read, and their lines', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyState, { minLength: 1, maxLength: 12 }), async (states) => {
      await world.system(async (tx) => {
        await sql`delete from case_row`.execute(tx)
        await storeCases(
          tx,
          states.map((state) => project(state, 'h', DEFAULT_TARGETS)),
          states.map(listed),
        )
      })
      const ours = new Set<string>(states.map((state) => state.caseId))
      for (const name of names) {
        const readable = states
          .filter((state) => mayRead(asMember(name), state))
          .map((state) => state.caseId as string)
          .toSorted()
        expect(await visible(name, 'case_row')).toEqual(readable)
        expect((await visible(name, 'case_action')).filter((id) => ours.has(id))).toEqual(readable)

        const seats = asMember(name).memberships
        const lines = states.flatMap((state) =>
          readable.includes(state.caseId)
            ? queueEntries(state)
                .filter(
                  (entry) =>
                    seats.some(
                      (seat) =>
                        seat.unitId === entry.unitId && seat.functions.some((one) => entry.functions.includes(one)),
                    ) &&
                    (entry.memberId === null || (entry.memberId as string) === name),
                )
                .map((entry) => `${state.caseId} ${entry.queue} ${entry.subjectId} ${entry.act} ${entry.dueAt}`)
            : [],
        )
        const rows = await world.as(name, (tx) =>
          sql<{
            line: string
          }>`select case_id || ' ' || queue || ' ' || coalesce(subject_id, 'null') || ' ' || act || ' ' ||
            coalesce(to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'null') as line
            from queue_entry`.execute(tx),
        )
        expect(rows.rows.map((row) => row.line).toSorted()).toEqual([...new Set(lines)].toSorted())
      }
    }),
    { numRuns: 40 },
  )
}, 120_000)

test('nobody reads a sealed part or a wrap past the opening, and no office reads a case', async () => {
  // What random cases left behind may well be the office's to read.
  await world.system((tx) => sql`delete from case_row`.execute(tx))
  const caseId = await world.open()
  const part = world.seal('identity', caseId, ['unt_nrm'])
  await world.done(world.actor('mbr_nrm'), caseId, 'person.sealed_recorded', { class: 'identity' }, [part])
  for (const name of names) {
    await expect(world.count(name, 'sealed_part')).rejects.toThrow(/permission denied/u)
    await expect(world.count(name, 'part_wrap')).rejects.toThrow(/permission denied/u)
  }
  expect(await world.count('mbr_office', 'case_row')).toBe(0)
  await expect(
    world.as('mbr_nrm', (tx) => sql`insert into case_access select * from case_access`.execute(tx)),
  ).rejects.toThrow(/permission denied/u)
})

test('a seat is a unit and a function together', async () => {
  const caseId = await world.open()
  // Case worker of the border unit, first responder of the office that leads: neither seat reads this case.
  expect(await visible('mbr_both', 'case_row')).not.toContain(caseId)
  expect(caseReaders(await world.stateOf(caseId)).length).toBeGreaterThan(0)
})
