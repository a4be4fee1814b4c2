import type { Api } from '@ariadne/contract'
import type { IndicatorSet } from '@ariadne/domain/screening'
import { expect, test } from 'vitest'
import { inOrder, standingOf, toLookAt } from './board.ts'

type Learning = Api['GET /api/learning']['response']
type Learned = Learning['sets'][number]['signs'][number]

const sign = (id: string, fired: number | null, acknowledged: number | null, more: Partial<Learned> = {}): Learned => ({
  sign: id,
  cameOf: { fired, referred: acknowledged, acknowledged, opened: null, presumed: null, grounds: null },
  notKnown: 0,
  lowered: 0,
  by: { sex: null, age: null, nationality: null },
  ...more,
})
const learning = (signs: Learned[], more: Partial<Learning> = {}): Learning => ({
  quarters: ['2026-Q3'],
  quarter: '2026-Q3',
  until: '2026-10-01T00:00:00.000Z',
  threshold: 5,
  sets: [{ setId: 'small', setVersion: '1.0.0', screenings: 100, signs }],
  feedback: [],
  toldAt: null,
  mayTell: false,
  countries: [],
  ...more,
})
const small = {
  id: 'small',
  version: '1.0.0',
  subject: 'adult',
  lifecycle: { state: 'proposed', effectiveFrom: null, replaces: null },
  sources: {},
  signs: ['hurt', 'tired', 'silent'].map((id) => ({
    id,
    dimension: 'means',
    strength: 'weak',
    status: 'active',
    howKnown: 'observed',
    source: [],
    askOrDoNext: 'ask_gently',
  })),
  rules: [],
} satisfies IndicatorSet as IndicatorSet
const sets = [{ set: small, texts: { en: {}, sq: { $catalogue: { state: 'machine_draft' } } } }]
const reasons = (of: Learning) => toLookAt(of, sets).map(({ sign: id, because }) => `${id ?? 'set'} ${because}`)

test('what somebody said, and what led to little, stand before what never fired', () => {
  const said = { setId: 'small', setVersion: '1.0.0', sign: 'hurt', code: 'unclear' as const, count: 2, notes: [] }
  expect(reasons(learning([sign('hurt', 20, 10), sign('tired', 20, 10)], { feedback: [said] }))).toEqual([
    'hurt said_of_it',
    'silent never_fired',
  ])
})

test('a sign that never fired is named once there were enough screenings to say so', () => {
  expect(reasons(learning([sign('hurt', 20, 10), sign('tired', 20, 10)]))).toEqual(['silent never_fired'])
  const few = learning([sign('hurt', 20, 10)])
  expect(reasons({ ...few, sets: few.sets.map((one) => ({ ...one, screenings: null })) })).toEqual([])
})

test('signs that led to less than the others, that were lowered or could not be told', () => {
  expect(
    reasons(
      learning([
        sign('hurt', 40, 40),
        sign('tired', 40, 5, { lowered: 10, notKnown: 60 }),
        sign('silent', null, null, { notKnown: 60 }),
      ]),
    ),
  ).toEqual(['tired led_to_little', 'tired often_lowered', 'tired hard_to_tell'])
})

test('what people said of a sign is looked at, whatever the figures say', () => {
  const said = { setId: 'small', setVersion: '1.0.0', code: 'unclear' as const, count: 2, notes: [] }
  const all = ['hurt', 'tired', 'silent'].map((id) => sign(id, 20, 10))
  expect(
    reasons(
      learning(all, {
        feedback: [
          { ...said, sign: 'hurt' },
          { ...said, sign: null },
        ],
      }),
    ),
  ).toEqual(['hurt said_of_it', 'set said_of_it'])
})

test('versions that are used without being approved, or in words nobody has reviewed, are named', () => {
  expect(standingOf(sets, '2026-11-22')).toMatchObject([{ drafts: ['sq'], isApproved: false }])
})

test('at the secretariat each country is looked at by itself', () => {
  const told = (country: string, signs: Learned[]) => ({
    country,
    toldAt: '2026-10-05T08:00:00.000Z',
    threshold: 11,
    sets: learning(signs).sets,
    feedback: [],
  })
  const all = ['hurt', 'tired', 'silent'].map((id) => sign(id, 20, 10))
  const region = learning([], { sets: [], countries: [told('MK', all), told('RS', all.slice(1))] })
  expect(toLookAt(region, sets).map(({ country, sign: id, because }) => [country, id, because])).toEqual([
    ['RS', 'hurt', 'never_fired'],
  ])
})

test('signs stand by how often they fired or by how little came of them; what is not shown says nothing by its place', () => {
  const signs = [
    sign('hidden', null, null),
    sign('rare', 12, 6),
    sign('common', 40, 30),
    sign('idle', 20, 0),
    sign('unknown', 30, null),
  ]
  const order = (by: 'fired' | 'little') => inOrder(signs, by).map(({ sign: id }) => id)
  expect(order('fired')).toEqual(['common', 'unknown', 'idle', 'rare', 'hidden'])
  expect(order('little')).toEqual(['idle', 'rare', 'common', 'unknown', 'hidden'])
})
