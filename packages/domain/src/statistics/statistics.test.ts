import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chain, CHAIN_START, fold, mintId, type Act, type Action, type CaseId, type InstanceId } from '../index.ts'
import { countRecords, personRange } from './count.ts'
import { checkDefinitions, type CountDefinition } from './definition.ts'
import { ageGroupOf, categoryOf } from './dimensions.ts'
import { FACTS, type CountedRecord, type Fact } from './facts.ts'
import { factsOfCase } from './factsOfCase.ts'
import { boundsOf } from './period.ts'
import { changesBetween, type ReportCell } from './report.ts'

const instanceId = 'ins_mk' as InstanceId
const categories = {
  groupings: [
    { dimension: 'sex' as const, groups: { female: ['Feminine'], male: ['Masculine'] }, others: 'unknown' },
    {
      dimension: 'form' as const,
      groups: { sexual: ['SexualExploitation'], labour: ['ForcedLabour'] },
      others: 'other_form',
      several: 'several',
    },
  ],
  country: 'MK',
}

const moment = fc
  .integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2026, 11, 31) })
  .map((milliseconds) => new Date(milliseconds).toISOString())
const facts: fc.Arbitrary<Fact> = fc
  .record({
    fact: fc.constantFrom(...FACTS.slice(0, 8)),
    at: moment,
    knownAt: moment,
    detail: fc.constantFrom(null, 'a', 'b'),
  })
  .map((one) => ({ ...one, until: null, lasts: false, country: null, precision: 'minute' }))
const records: fc.Arbitrary<CountedRecord[]> = fc.array(
  fc
    .record({
      subject: fc.uuid(),
      facts: fc.array(facts, { maxLength: 6 }),
      sex: fc.constantFrom('Feminine' as const, 'Masculine' as const, null),
      citizenship: fc.constantFrom('MK', 'AL', null),
      forms: fc.subarray(['SexualExploitation', 'ForcedLabour', 'ForcedBegging']),
    })
    .map(({ sex, citizenship, forms, ...one }) => ({
      ...one,
      thread: one.subject,
      kind: 'case' as const,
      source: 'own',
      profile: {
        ageBand: '18_24' as const,
        sex,
        citizenship,
        forms,
        exploitedIn: null,
        place: null,
        area: null,
        detector: null,
        unit: null,
      },
    })),
  { maxLength: 12 },
)
const definition = (rule: CountDefinition['counts']['rule'], fact = FACTS[0]): CountDefinition => ({
  id: 'some.figure',
  kind: 'count',
  unit: 'victim',
  counts: { fact, rule },
  duplicates: 'range',
  date: 'happened',
  dimensions: ['sex', 'form'],
  source: 'house',
  mark: 'own',
})
const rule = fc.constantFrom('first' as const, 'each_period' as const, 'every' as const)

test('the order of records and of their facts changes no count', () => {
  fc.assert(
    fc.property(records, rule, fc.infiniteStream(fc.nat()), (given, by, numbers) => {
      const shuffled = <T>(list: readonly T[]): T[] =>
        list
          .map((one) => [numbers.next().value ?? 0, one] as const)
          .toSorted(([a], [b]) => a - b)
          .map(([, one]) => one)
      const other = shuffled(given).map((one) => ({ ...one, facts: shuffled(one.facts) }))
      const count = (list: readonly CountedRecord[]) => {
        const { groups, ...rest } = countRecords(definition(by), list, '2025', ['sex', 'form'], categories)
        return { ...rest, groups: groups.map((one) => JSON.stringify(one)).toSorted() }
      }
      expect(count(other)).toEqual(count(given))
    }),
  )
})

test('groups add up to the count, and the years to all first times', () => {
  fc.assert(
    fc.property(records, rule, (given, by) => {
      const counted = (period: string) => countRecords(definition(by), given, period, ['sex', 'form'], categories)
      const { count, groups, persons } = counted('2025')
      expect(groups.reduce((sum, one) => sum + one.count, 0)).toBe(count)
      expect(persons!.low).toBeLessThanOrEqual(persons!.high)
      const years = ['2024', '2025', '2026'].reduce((sum, year) => sum + counted(year).count, 0)
      const having = given.filter((one) => one.facts.some((fact) => fact.fact === FACTS[0])).length
      if (by === 'first') expect(years).toBe(having)
      if (by === 'every')
        expect(years).toBe(given.flatMap((one) => one.facts).filter((fact) => fact.fact === FACTS[0]).length)
    }),
  )
})

test('a late fact changes the period it happened in and the one it was first in, no other; a correction moves between groups', () => {
  fc.assert(
    fc.property(
      records.filter((list) => list.length > 0),
      facts,
      (given, late) => {
        const [first, ...rest] = given
        const fact = { ...late, fact: FACTS[0] }
        const after = [{ ...first!, facts: [...first!.facts, fact] }, ...rest]
        const touched = new Set([
          fact.at.slice(0, 4),
          ...first!.facts.filter((one) => one.fact === FACTS[0]).map((one) => one.at.slice(0, 4)),
        ])
        for (const year of ['2024', '2025', '2026']) {
          const [one, two] = [given, after].map(
            (list) => countRecords(definition('first'), list, year, [], categories).count,
          )
          if (!touched.has(year)) expect(two).toBe(one)
        }
        const corrected = given.map((one) => ({ ...one, profile: { ...one.profile, sex: 'Feminine' as const } }))
        const by = (list: CountedRecord[]) => countRecords(definition('first'), list, '2025', ['sex'], categories)
        expect(by(corrected).count).toBe(by(given).count)
        expect(by(corrected).groups.every((group) => group.key.sex === 'female')).toBe(true)
      },
    ),
  )
})

test('persons behind unlinked records are never told more surely than they are', () => {
  expect(personRange([])).toEqual({ low: 0, high: 0 })
  expect(personRange([{ sex: null, citizenship: null, count: 9 }])).toEqual({ low: 1, high: 9 })
  expect(
    personRange([
      { sex: 'Feminine', citizenship: 'MK', count: 4 },
      { sex: 'Feminine', citizenship: 'AL', count: 1 },
      { sex: 'Masculine', citizenship: null, count: 2 },
    ]),
  ).toEqual({ low: 2, high: 7 })
})

test('not recorded is never "no", a doubt about age is a child, several forms count once', () => {
  expect(ageGroupOf(null)).toBe('unknown')
  expect(ageGroupOf('doubt_child')).toBe('child')
  const about = (forms: string[]) => ({
    profile: {
      ageBand: null,
      sex: null,
      citizenship: null,
      forms,
      exploitedIn: null,
      place: null,
      area: null,
      detector: null,
      unit: null,
    },
    detail: null,
    country: null,
    source: 'own',
  })
  expect(categoryOf('form', about([]), categories)).toBe('unknown')
  expect(categoryOf('form', about(['ForcedLabour']), categories)).toBe('labour')
  expect(categoryOf('form', about(['ForcedLabour', 'SexualExploitation']), categories)).toBe('several')
  expect(categoryOf('form', about(['ForcedBegging']), categories)).toBe('other_form')
})

const caseId = mintId<CaseId>(Date.UTC(2025, 0, 1))
const list = async (
  ...acts: [kind: string, body: Record<string, unknown>, at: string, received?: string][]
): Promise<Action[]> => {
  const actions: Action[] = []
  for (const [kind, body, at, received = at] of acts) {
    const act = {
      id: mintId(Date.parse(at)),
      caseId,
      kind,
      version: 1,
      by: { instanceId, unitId: 'unt_nrm', memberId: 'mbr_a', function: 'case_coordinator' },
      occurredAt: at,
      reliesOn: {},
      body,
      parts: [],
    } as unknown as Act
    actions.push(await chain(act, actions.length + 1, received, '00', actions.at(-1)?.hash ?? CHAIN_START))
  }
  return actions
}
const at = (day: string): string => `${day}T10:00:00.000Z`
const opening = {
  reference: 'MK-7F3K-7F3K',
  fileBasis: 'child_protection',
  safeToProceed: true,
  ageBand: '16_17',
  sex: 'Feminine',
  languages: ['sq'],
  confidentialityExplained: true,
  nationalityClaimed: 'AL',
  referralId: null,
}

test('the facts of a case are what its fold says has moved, and a correction restates them all', async () => {
  const actions = await list(
    ['case.opened', opening, at('2025-02-01')],
    ['identification.presumed', { basis: 'professional_concern' }, at('2025-02-02'), at('2025-03-20')],
    [
      'guardian.requested',
      { authorityUnitId: 'unt_csw', preferredSex: 'no_preference', languages: ['sq'] },
      at('2025-02-03'),
    ],
    [
      'guardian.appointed',
      { guardianUnitId: 'unt_g', guardianMemberId: 'mbr_g', interim: false, noConflictOfInterest: true },
      at('2025-02-05'),
    ],
    ['identification.formally_identified', { exploitation: ['ForcedBegging'] }, at('2025-04-01')],
    ['age.recorded', { ageBand: '12_15', basis: 'document_seen' }, at('2025-05-01')],
    ['case.closed', { reason: 'goals_reached', personInformed: 'yes', tasksReassigned: true }, at('2026-01-10')],
  )
  const { facts: found, profile } = factsOfCase(caseId, instanceId, actions)
  const of = (fact: string) => found.filter((one) => one.fact === fact)
  expect(of('registered')).toMatchObject([{ at: at('2025-02-02'), knownAt: at('2025-03-20'), detail: 'presumed' }])
  expect(of('guardian_needed')).toMatchObject([{ at: at('2025-02-01'), until: at('2025-02-05'), lasts: true }])
  expect(of('assisted')).toMatchObject([{ at: at('2025-02-02'), until: at('2026-01-10') }])
  expect(of('case_opened')).toMatchObject([{ until: at('2026-01-10') }])
  expect(of('formally_identified')).toHaveLength(1)
  expect(of('closed')).toMatchObject([{ detail: 'goals_reached' }])
  expect(profile).toMatchObject({ ageBand: '12_15', sex: 'Feminine', citizenship: 'AL', forms: ['ForcedBegging'] })

  const record: CountedRecord = { thread: caseId, subject: caseId, kind: 'case', source: 'own', facts: found, profile }
  const during: CountDefinition = { ...definition('during'), counts: { fact: 'assisted', rule: 'during' } }
  const count = (period: string) => countRecords(during, [record], period, [], categories).count
  expect([count('2024'), count('2025'), count('2026'), count('2026-Q2')]).toEqual([0, 1, 1, 0])
  expect(boundsOf('2026-Q2').from).toBe('2026-04-01')
})

test('a record of a register stands where its last step left identification', async () => {
  const standing = async (...milestones: { fact: string; on: string }[]) => {
    const record = {
      reference: 'REG-7F3K-7F3K',
      source: 'register',
      year: 2025,
      ageBand: '25_39',
      sex: 'Feminine',
      citizenship: 'AL',
      exploitation: [],
      countryOfExploitation: null,
      milestones,
    }
    const actions = await list(['case.imported', record, at('2026-01-10')])
    return fold(caseId, instanceId, actions).identification
  }
  const opened = { fact: 'case_opened', on: at('2025-02-01') }
  const presumed = { fact: 'presumed', on: '2025-02-02' }
  expect(await standing(opened)).toMatchObject({ status: 'unassessed', since: null })
  expect(await standing({ fact: 'reasonable_grounds', on: at('2025-03-01') }, opened, presumed)).toMatchObject({
    status: 'reasonable_grounds',
    since: at('2025-03-01'),
  })
  // Of one day the later step of the procedure stands, however the register lists them.
  expect(await standing({ fact: 'formally_identified', on: '2025-02-02' }, presumed)).toMatchObject({
    status: 'formally_identified',
    since: '2025-02-02T12:00:00.000Z',
  })
  expect(await standing(presumed, { fact: 'identification_withdrawn', on: '2025-04-02' })).toMatchObject({
    status: 'withdrawn_by_person',
  })
})

test('only what is another number is a change', () => {
  const cell = (value: number, sex: string): ReportCell => ({
    table: 't',
    key: { sex },
    definition: 'd',
    mark: 'own',
    status: value === 0 ? 'zero' : 'value',
    value,
    others: [],
  })
  expect(changesBetween([cell(1, 'f'), cell(2, 'm')], [cell(2, 'm'), cell(1, 'f')])).toEqual([])
  expect(changesBetween([cell(1, 'f')], [cell(0, 'f'), cell(3, 'm')])).toEqual([
    { table: 't', key: { sex: 'f' }, before: { status: 'value', value: 1 }, after: { status: 'zero', value: 0 } },
    { table: 't', key: { sex: 'm' }, before: null, after: { status: 'value', value: 3 } },
  ])
})

test('definitions that contradict themselves are named', () => {
  const broken = [
    definition('at_end', 'closed' as never),
    {
      ...definition('first'),
      id: 'other.figure',
      counts: { fact: 'asylum' as const, rule: 'first' as const, detail: ['a', 'b'] },
    },
    {
      id: 'a.share',
      kind: 'share' as const,
      unit: 'event' as const,
      source: 'house',
      mark: 'own' as const,
      numerator: 'no.thing',
      denominator: 'some.figure',
    },
  ]
  const fields = checkDefinitions(broken, []).map(({ id, field }) => `${id} ${field}`)
  expect(fields).toEqual(
    expect.arrayContaining([
      'some.figure source',
      'some.figure counts.rule',
      'other.figure counts.detail',
      'a.share numerator',
    ]),
  )
})
