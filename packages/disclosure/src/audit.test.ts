import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bySubtraction } from './attack/subtract.ts'
import { audit } from './audit.ts'
import { said } from './cell.ts'
import type { Cell, Table } from './cell.ts'
import { DisclosureError } from './refusal.ts'
import { DEFAULT_RULE } from './rule.ts'
import { crossed, withSuppressed } from './testing/crossed.ts'

const rule = { ...DEFAULT_RULE, k: 5 }
const people = { sex: ['F', 'M'], age: ['child', 'adult'] }

const refused = async (work: Promise<unknown>): Promise<DisclosureError> => {
  const error = await work.then(
    () => undefined,
    (one: unknown) => one,
  )
  expect(error).toBeInstanceOf(DisclosureError)
  return error as DisclosureError
}

/** One dimension: a total and its parts, rows counted from 2 as in a file. */
const list = (values: Record<string, Cell['value']>): Table => ({
  dimensions: ['place'],
  cells: Object.entries(values).map(([place, value], at) => ({ key: { place }, value, row: at + 2 })),
})

test('a lone suppressed cell is worked out, and so it is not safe', async () => {
  const audited = await audit(withSuppressed(crossed(people, [3, 9, 14, 20]), ['F|child']), rule)
  expect(audited).toMatchObject({ safe: false, unsafe: [{ key: { sex: 'F', age: 'child' }, lower: 3, upper: 3 }] })
})

test('four in a square are as wide as the smallest of them allows', async () => {
  const square = ['F|child', 'F|adult', 'M|child', 'M|adult']
  const audited = await audit(withSuppressed(crossed(people, [3, 9, 14, 20]), square), rule)
  expect(audited.cells.map(({ lower, upper }) => [lower, upper])).toEqual([
    [0, 12],
    [0, 12],
    [5, 17],
    [17, 29],
  ])
  expect(audited.safe).toBe(true)
})

test('a suppressed total over suppressed parts is bounded by nothing', async () => {
  const { cells, safe } = await audit(list({ A: { is: 'suppressed' }, B: said(4), Total: { is: 'suppressed' } }), rule)
  expect(cells.map(({ lower, upper }) => [lower, upper])).toEqual([
    [0, Infinity],
    [4, Infinity],
  ])
  expect(safe).toBe(true)
})

test('missing is not zero and not suppressed: nobody knows it, so it hides what is beside it', async () => {
  const beside = (value: Cell['value']) => audit(list({ A: { is: 'suppressed' }, B: value, Total: said(20) }), rule)
  expect((await beside({ is: 'zero' })).cells).toMatchObject([{ lower: 20, upper: 20 }])
  expect((await beside({ is: 'missing' })).cells).toMatchObject([{ lower: 0, upper: 20 }])
  expect((await beside({ is: 'suppressed' })).cells).toHaveLength(2)
})

test('what a publication says about a suppressed figure narrows it', async () => {
  const table = list({ A: { is: 'suppressed' }, B: { is: 'suppressed' }, Total: said(8) })
  const cells = table.cells.map((cell) => (cell.value.is === 'suppressed' ? { ...cell, within: { atMost: 4 } } : cell))
  expect((await audit({ ...table, cells }, rule)).cells).toMatchObject([
    { lower: 4, upper: 4 },
    { lower: 4, upper: 4 },
  ])
})

test('a table that shares its totals with another gives away what each of them hides', async () => {
  const byAge = withSuppressed(crossed({ age: ['child', 'adult', 'unknown'] }, [4, 30, 7]), ['child', 'unknown'])
  const bySex = withSuppressed(crossed({ age: ['child', 'adult', 'unknown'], sex: ['F', 'M'] }, [1, 3, 20, 10, 3, 4]), [
    'child|F',
    'child|M',
    'unknown|F',
    'unknown|M',
    'child|Total',
  ])
  expect((await audit(byAge, rule)).safe).toBe(true)
  const { unsafe } = await audit(byAge, rule, [{ name: 'by-sex.csv', table: bySex }])
  expect(unsafe.some(({ key, lower, upper }) => key['age'] === 'child' && lower === 4 && upper === 4)).toBe(true)
  expect(unsafe.some(({ release }) => release === 'by-sex.csv')).toBe(true)
})

test('an earlier state of the same figures: a change of one person that can be read off is not safe', async () => {
  const earlier = crossed({ place: ['A', 'B'] }, [12, 20])
  const now = crossed({ place: ['A', 'B'] }, [13, 20])
  const audited = await audit(now, { ...rule, threshold: 5 }, [{ name: 'spring.csv', table: earlier }])
  expect(audited.links).toEqual([{ name: 'spring.csv', link: 'grows' }])
  expect(audited.safe).toBe(false)
  expect(audited.changes).toMatchObject([
    { key: { place: 'A' }, lower: 1, upper: 1 },
    { key: { place: 'Total' }, lower: 1, upper: 1 },
  ])
  const open = await audit(now, { ...rule, threshold: 5, differences: 'open' }, [
    { name: 'spring.csv', table: earlier },
  ])
  expect(open.safe).toBe(true)
})

test('cumulative figures: what was counted before bounds what is suppressed now', async () => {
  const earlier = crossed({ place: ['A', 'B', 'C'] }, [12, 20, 30])
  const now = withSuppressed(crossed({ place: ['A', 'B', 'C'] }, [19, 31, 44]), ['A', 'B'])
  const { cells } = await audit(now, rule, [{ name: 'spring.csv', table: earlier, link: 'grows' }])
  expect(cells).toMatchObject([
    { key: { place: 'A' }, lower: 12, upper: 30 },
    { key: { place: 'B' }, lower: 20, upper: 38 },
  ])
})

test('codes under codes: a region and its towns, and the same towns by another grouping', async () => {
  const table: Table = {
    dimensions: ['place'],
    cells: Object.entries({ a: 4, b: 10, c: 20, North: 14, South: 20, Coast: 24, Inland: 10, Total: 34 }).map(
      ([place, count]) => ({
        key: { place },
        value: place === 'a' || place === 'b' ? { is: 'suppressed' } : said(count),
      }),
    ),
  }
  const north = { a: 'North', b: 'North', c: 'South' }
  const coast = { a: 'Coast', b: 'Inland', c: 'Coast' }
  const towns = {
    ...table,
    cells: table.cells.filter(({ key }) => key['place'] !== 'Coast' && key['place'] !== 'Inland'),
  }
  const alone = await audit(towns, { ...rule, hierarchies: { place: [north] } })
  expect(alone.cells).toMatchObject([
    { lower: 0, upper: 14 },
    { lower: 0, upper: 14 },
  ])
  const both = await audit(table, { ...rule, hierarchies: { place: [north, coast] } })
  expect(both.cells).toMatchObject([
    { lower: 4, upper: 4 },
    { lower: 10, upper: 10 },
  ])
})

test('what contradicts itself is refused with the row that is wrong', async () => {
  const sum = await refused(audit(list({ A: said(4), B: said(5), Total: said(10) }), rule))
  expect(sum).toMatchObject({ fault: 'contradiction', row: 4 })
  expect(sum.message).toContain('place Total is 10, but by place its parts are 9')
  const over = await refused(audit(list({ A: said(14), B: { is: 'suppressed' }, Total: said(10) }), rule))
  expect(over).toMatchObject({ fault: 'contradiction', row: 4 })
})

test('no total, a part without its whole, a key twice, less than nothing, half a person', async () => {
  expect(await refused(audit(list({ A: said(4), B: said(5) }), rule))).toMatchObject({ fault: 'missing_total' })
  const lacks = crossed(people, [3, 9, 14, 20])
  const cells = lacks.cells.filter(({ key }) => !(key['sex'] === 'F' && key['age'] === 'Total'))
  expect(await refused(audit({ ...lacks, cells }, rule))).toMatchObject({ fault: 'missing_total' })
  const twice = list({ A: said(4), Total: said(4) })
  const again = { ...twice, cells: [...twice.cells, { key: { place: 'A' }, value: said(4), row: 9 }] }
  expect(await refused(audit(again, rule))).toMatchObject({ fault: 'repeated_key', row: 9 })
  for (const wrong of [-1, 0.5])
    expect(await refused(audit(list({ A: said(wrong), Total: said(wrong) }), rule))).toMatchObject({
      fault: 'not_a_count',
      row: 2,
    })
  const amounts = list({ A: said(0.5), Total: said(0.5) })
  expect((await audit(amounts, { ...rule, kind: 'amounts' })).safe).toBe(true)
})

test('the truth lies in every interval, and every subtraction that works is found', async () => {
  const counts = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 12, maxLength: 12 })
  const places = fc.array(fc.nat(19), { minLength: 1, maxLength: 14 })
  await fc.assert(
    fc.asyncProperty(counts, places, async (numbers, which) => {
      const exact = crossed({ place: ['A', 'B', 'C'], form: ['x', 'y', 'z', 'w'] }, numbers)
      const codes = exact.cells.map(({ key }) => `${key['place']}|${key['form']}`)
      const table = withSuppressed(
        exact,
        which.map((at) => codes[at] ?? ''),
      )
      const { cells } = await audit(table, rule)
      for (const { key, lower, upper } of cells) {
        const { value } = exact.cells.find((cell) => cell.key === key)!
        const truth = value.is === 'value' ? value.count : 0
        expect(truth).toBeGreaterThanOrEqual(lower - 1e-6)
        expect(truth).toBeLessThanOrEqual(upper + 1e-6)
      }
      for (const { key, value } of bySubtraction(table, rule, 20))
        expect(cells.find((cell) => cell.key === key)).toMatchObject({ lower: value, upper: value })
    }),
    { numRuns: 120 },
  )
}, 30_000)
