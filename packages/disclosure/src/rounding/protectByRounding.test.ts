import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numberOf } from '../cell.ts'
import { certifyRounding } from '../certificate.ts'
import { noisyTable } from '../noise/noisyTable.ts'
import { crossed, withSuppressed } from '../testing/crossed.ts'
import { seededBytes } from '../testing/seededBytes.ts'
import { refuseOtherMethods } from '../method.ts'
import { protectByRounding } from './protectByRounding.ts'

const rule = { base: 5, k: 4, kind: 'counts', total: 'Total', hierarchies: {} } as const
const shape = { place: ['A', 'B', 'C'], form: ['x', 'y', 'z'] }
const table = fc
  .array(fc.integer({ min: 0, max: 12 }), { minLength: 9, maxLength: 9 })
  .map((counts) => crossed(shape, counts))

test('what readers of a rounded table can work out always holds the truth, and is never narrower than k', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (exact) => {
      const { safe, audit, farthest, table: rounded } = await protectByRounding(exact, rule)
      expect(farthest).toBeLessThan(1)
      expect(safe).toBe(true)
      for (const { key, lower, upper } of audit.cells) {
        const truth = numberOf(exact.cells.find((one) => JSON.stringify(one.key) === JSON.stringify(key))!.value)!
        expect(truth).toBeGreaterThanOrEqual(lower - 1e-6)
        expect(truth).toBeLessThanOrEqual(upper + 1e-6)
        expect(upper - lower).toBeGreaterThanOrEqual(4 - 1e-6)
      }
      expect(rounded?.cells.every(({ value }) => numberOf(value)! % 5 === 0)).toBe(true)
    }),
    { numRuns: 40 },
  )
}, 20_000)

test('a figure that was rounded before keeps its number in the next release', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (exact) => {
      const first = await protectByRounding(exact, rule)
      const places = {
        dimensions: ['place'],
        cells: exact.cells
          .filter(({ key }) => key['form'] === 'Total')
          .map(({ key, value }) => ({ key: { place: key['place']! }, value })),
      }
      const before = { name: 'first', table: first.table!, method: 'round' as const, base: 5, farthest: first.farthest }
      const second = await protectByRounding(places, rule, [before])
      expect(second.safe).toBe(true)
      for (const { key, value } of second.table!.cells)
        expect(value).toEqual(
          first.table!.cells.find((one) => one.key['place'] === key['place'] && one.key['form'] === 'Total')!.value,
        )
    }),
    { numRuns: 25 },
  )
}, 20_000)

test('two roundings of one figure that narrow it too far are found, and no table comes back', async () => {
  const exact = crossed({ place: ['A', 'B'] }, [7, 3])
  // Another publisher rounded the same 7 to 10 and the 3 to 0: with our 5 and 5 seven is known to within 6 to 9.
  const other = crossed({ place: ['A', 'B'] }, [10, 0])
  const past = { name: 'other', table: withSuppressed(other, []), method: 'round' as const, base: 5, farthest: 0.6 }
  const kept = await protectByRounding(exact, rule, [past])
  // Here it may stand: what was shown is kept.
  expect(kept.table?.cells.map(({ value }) => numberOf(value))).toEqual([10, 10, 0])
  const wider = await protectByRounding(exact, { ...rule, k: 9 }, [past])
  expect(wider).toMatchObject({ safe: false, table: null })
})

test('the certificate of a rounded release says how narrow the narrowest figure is', async () => {
  const exact = crossed(shape, [1, 2, 3, 4, 0, 6, 7, 8, 9])
  const { table: rounded, farthest } = await protectByRounding(exact, rule)
  const certificate = await certifyRounding(rounded!, { ...rule, farthest }, [], '2027-01-31T00:00:00.000Z')
  expect(certificate).toMatchObject({ method: 'rounding', safe: true, rule: { base: 5 }, past: [] })
  expect(certificate.narrowest).toBeGreaterThanOrEqual(4)
})

test('no figure is told by two methods, whichever comes first', async () => {
  const exact = crossed({ place: ['A', 'B'], sex: ['F', 'M'] }, [40, 60, 30, 50])
  const suppressed = withSuppressed(exact, ['A|F', 'B|F', 'A|M', 'B|M'])
  const by = (method: 'suppress' | 'noise') => [{ name: `by ${method}`, table: suppressed, method }]
  await expect(protectByRounding(exact, rule, by('suppress'))).rejects.toMatchObject({ fault: 'mixed_methods' })
  await expect(protectByRounding(exact, rule, by('noise'))).rejects.toThrow('by noise')
  expect(() => refuseOtherMethods(exact, 'suppress', by('noise'), 'Total')).toThrow('by noise')
  expect(() => refuseOtherMethods(exact, 'suppress', by('suppress'), 'Total')).not.toThrow()
  // Other figures may be told otherwise.
  const others = crossed({ year: ['2024', '2025'] }, [40, 50])
  const cells = others.cells.filter(({ key }) => key['year'] !== 'Total')
  expect(() => refuseOtherMethods({ ...others, cells }, 'suppress', by('noise'), 'Total')).not.toThrow()
  const noise = { epsilon: '1', cellsPerPerson: 1, total: 'Total', hierarchies: {} }
  const given = { release: '2026', at: '2027-01-31T00:00:00.000Z', budget: { limit: '1', entries: [] } }
  expect(() =>
    noisyTable(exact, noise, { ...given, bytes: seededBytes(2) }, [{ name: 'by suppress', table: suppressed }]),
  ).toThrow('by suppress')
})
