import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reconstruct } from '../attack/reconstruct.ts'
import { audit } from '../audit.ts'
import { numberOf, said } from '../cell.ts'
import type { ExactCell, Table } from '../cell.ts'
import { ruleOf } from '../rule.ts'
import { crossed } from '../testing/crossed.ts'
import { protect } from './protect.ts'

const rule = ruleOf({ threshold: 5 })
const shown = (table: Table | null, code: string) =>
  table?.cells.find(({ key }) => Object.values(key).join('|') === code)?.value.is

test('what one breakdown hid, the next does not give away', async () => {
  const byAge = await protect(crossed({ place: ['A', 'B', 'C'], age: ['child', 'adult'] }, [2, 30, 8, 11, 9, 40]), rule)
  const bySex = crossed({ place: ['A', 'B', 'C'], sex: ['F', 'M'] }, [20, 12, 10, 9, 25, 24])
  const past = [{ name: 'age.csv', table: byAge.table! }]
  const { safe, table } = await protect(bySex, rule, past)
  expect(safe).toBe(true)
  expect((await audit(table!, rule, past)).safe).toBe(true)
})

test('a late report of one person in a place: the place is not shown again', async () => {
  const before = await protect(crossed({ place: ['A', 'B', 'C'] }, [12, 20, 31]), rule)
  expect(before.secondary + before.primary.length).toBe(0)
  const past = [{ name: 'spring.csv', table: before.table! }]
  const { safe, table, primary } = await protect(crossed({ place: ['A', 'B', 'C'] }, [13, 29, 40]), rule, past)
  expect(primary).toMatchObject([{ key: { place: 'A' }, reason: 'small_change' }])
  expect(safe).toBe(true)
  expect(shown(table, 'A')).toBe('suppressed')
  expect(shown(table, 'C')).toBe('value')
})

test('where only one figure changed, it and its total are hidden, and the audit is told that they changed', async () => {
  const past = [{ name: 'spring.csv', table: crossed({ place: ['A', 'B'] }, [12, 20]) }]
  const { safe, table, audit: audited } = await protect(crossed({ place: ['A', 'B'] }, [13, 20]), rule, past)
  expect(safe).toBe(true)
  expect(['A', 'B', 'Total'].map((code) => shown(table, code))).toEqual(['suppressed', 'value', 'suppressed'])
  expect(audited.links).toEqual([{ name: 'spring.csv', link: 'grows' }])
})

test('states of another report that contradict each other: the newest counts, and this release is made beside them', async () => {
  const past: { name: string; table: Table }[] = []
  // The same report three times, corrected upwards and downwards, each released beside those before it.
  for (const [name, counts] of [
    ['first.csv', [3, 30, 8, 31, 19, 40]],
    ['second.csv', [3, 54, 8, 51, 19, 80]],
    ['third.csv', [3, 29, 8, 31, 40, 60]],
  ] as const) {
    const { table } = await protect(crossed({ kind: ['X', 'Y', 'Z'], age: ['child', 'adult'] }, counts), rule, past)
    past.push({ name, table: table! })
  }
  // A report about something else, which holds no figure of theirs.
  const unrelated = crossed({ place: ['A', 'B'], of: ['last year'] }, [13, 20])
  const without = { ...unrelated, cells: unrelated.cells.filter(({ key }) => key['of'] !== 'Total') }
  const { safe, table, audit: audited } = await protect(without, rule, past)
  expect(safe).toBe(true)
  expect(audited.links).toEqual([
    { name: 'first.csv', link: 'revised' },
    { name: 'second.csv', link: 'revised' },
    { name: 'third.csv', link: 'same' },
  ])
  expect(table?.cells.filter(({ value }) => value.is === 'suppressed')).toEqual([])
  expect((await audit(table!, rule, past)).safe).toBe(true)
  expect((await reconstruct(table!, rule, past)).found).toEqual([])
})

test('what was suppressed before stays so, though the rule would show it', async () => {
  const exact = crossed({ place: ['A', 'B', 'C'] }, [2, 9, 31])
  const first = await protect(exact, rule)
  expect(shown(first.table, 'B')).toBe('suppressed')
  const again = await protect(exact, rule, [{ name: 'first.csv', table: first.table! }])
  expect(again.safe).toBe(true)
  expect(again.primary.map(({ reason }) => reason)).toEqual(['small', 'suppressed_before'])
})

test('what is public already is said, and what it makes impossible is not published', async () => {
  const open: Table = crossed({ place: ['A', 'B', 'C'] }, [2, 9, 31])
  const same = await protect(crossed({ place: ['A', 'B', 'C'] }, [2, 9, 31]), rule, [{ name: 'open.csv', table: open }])
  expect(same.alreadyPublic).toMatchObject([{ key: { place: 'A' }, reason: 'small' }])
  const hidden: Table = {
    ...open,
    cells: open.cells.map((cell) => (cell.key['place'] === 'A' ? { ...cell, value: { is: 'suppressed' } } : cell)),
  }
  const broken = await protect(crossed({ place: ['A', 'B', 'C'] }, [2, 9, 31]), rule, [
    { name: 'bad.csv', table: hidden },
  ])
  expect(broken.safe).toBe(false)
  expect(broken.table).toBeNull()
  expect(broken.audit.unsafe).toMatchObject([{ key: { place: 'A' }, lower: 2, upper: 2 }])
})

test('one office that counted nearly all: the p% rule hides the figure, and widely enough', async () => {
  const exact = crossed({ place: ['A', 'B', 'C'] }, [100, 120, 140])
  const cells = exact.cells.map((cell): ExactCell => (cell.key['place'] === 'A' ? { ...cell, largest: [95, 4] } : cell))
  const { primary, audit: audited } = await protect({ ...exact, cells }, ruleOf({ threshold: 5, p: 10 }))
  expect(primary).toEqual([{ key: { place: 'A' }, reason: 'dominated' }])
  const { lower, upper } = audited.cells.find(({ key }) => key['place'] === 'A')!
  // 10 per cent of the largest, less the one that the others than the two largest counted.
  expect(upper - lower).toBeGreaterThanOrEqual(8.5)
})

test('missing rows stay missing, and withheld ones are withheld', async () => {
  const cells: ExactCell[] = [
    { key: { place: 'A' }, value: said(40), withhold: true },
    { key: { place: 'B' }, value: said(20) },
    { key: { place: 'C' }, value: { is: 'missing' } },
    { key: { place: 'Total' }, value: said(60) },
  ]
  const { safe, table, primary } = await protect({ dimensions: ['place'], cells }, rule)
  expect(safe).toBe(true)
  expect(primary).toEqual([{ key: { place: 'A' }, reason: 'withheld' }])
  expect(shown(table, 'A')).toBe('suppressed')
  expect(shown(table, 'C')).toBe('missing')
  // Nobody knows what lies in C, so B need not be hidden.
  expect(table!.cells.map(({ value }) => numberOf(value))).toEqual([undefined, 20, undefined, 60])
})

test('whatever was published before, safely, what follows is safe beside it: another breakdown, and a later state', async () => {
  const [places, sexes, ages] = [
    ['A', 'B', 'C'],
    ['F', 'M'],
    ['child', 'adult', 'unknown'],
  ]
  const counts = (most: number) => fc.array(fc.nat(most), { minLength: 18, maxLength: 18 })
  const sum = (numbers: readonly number[], keep: (at: number) => boolean) =>
    numbers.reduce((so, number, at) => (keep(at) ? so + number : so), 0)
  // Counts run through places, then sexes, then ages.
  const byAge = (numbers: readonly number[]) =>
    crossed(
      { place: places, age: ages },
      places.flatMap((_, place) =>
        ages.map((__, age) => sum(numbers, (at) => Math.floor(at / 6) === place && at % 3 === age)),
      ),
    )
  const bySex = (numbers: readonly number[]) =>
    crossed(
      { place: places, sex: sexes },
      places.flatMap((_, place) =>
        sexes.map((__, sex) => sum(numbers, (at) => Math.floor(at / 3) === 2 * place + sex)),
      ),
    )
  await fc.assert(
    fc.asyncProperty(counts(15), counts(4), fc.constantFrom(3, 5, 10), async (numbers, more, threshold) => {
      const own = ruleOf({ threshold })
      const first = await protect(byAge(numbers), own)
      const past = [{ name: 'age.csv', table: first.table! }]
      const second = await protect(bySex(numbers), own, past)
      expect(second.safe).toBe(true)
      expect((await reconstruct(second.table!, own, past)).found).toEqual([])
      const later = numbers.map((number, at) => number + (more[at] ?? 0))
      const third = await protect(byAge(later), own, [{ ...past[0]!, link: 'grows' }])
      expect(third.safe).toBe(true)
    }),
    { numRuns: 20 },
  )
}, 30_000)
