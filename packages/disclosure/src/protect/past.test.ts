import { expect, test } from 'vitest'
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
