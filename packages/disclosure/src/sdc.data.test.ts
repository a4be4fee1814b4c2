import { describe, expect, test } from 'vitest'
import { referenceFile } from '../../../tests/support/reference-data.ts'
import { reconstruct } from './attack/reconstruct.ts'
import { audit } from './audit.ts'
import { said } from './cell.ts'
import type { ExactCell, Table } from './cell.ts'
import { epsilonOf } from './noise/budget.ts'
import { discreteLaplace } from './noise/discreteLaplace.ts'
import { rationalOf } from './noise/rational.ts'
import { protect } from './protect/protect.ts'
import { DEFAULT_RULE, ruleOf } from './rule.ts'
import { crossed, withSuppressed } from './testing/crossed.ts'
import { seededBytes } from './testing/seededBytes.ts'

const { skip, rows } = referenceFile('quant/sdc/attack_table.csv')

const attackTable = (): Table<ExactCell> => {
  const lines = rows()
  const cols = ['a', 'b', 'c', 'd']
  return crossed(
    { row: lines.map((line) => line['row'] ?? ''), col: cols },
    lines.flatMap((line) => cols.map((col) => Number(line[col]))),
  )
}

describe.skipIf(skip)('the table of sdcTable whose suppression fails', () => {
  test.for([
    ['attack_bounds_9suppressed_UNSAFE.csv', false],
    ['attack_bounds_10suppressed_xb.csv', true],
    ['attack_bounds_10suppressed_xd.csv', true],
  ] as const)('%s: every bound, and safe is %s', async ([file, safe]) => {
    const bounds = referenceFile(`quant/sdc/${file}`).rows()
    const table = withSuppressed(
      attackTable(),
      bounds.map(({ row, col }) => `${row}|${col}`),
    )
    const audited = await audit(table, DEFAULT_RULE)
    expect(audited.safe).toBe(safe)
    expect(audited.cells).toHaveLength(bounds.length)
    for (const { row, col, low, up } of bounds) {
      const cell = audited.cells.find(({ key }) => key['row'] === row && key['col'] === col)
      expect(Math.abs(cell!.lower - Number(low))).toBeLessThan(1e-6)
      expect(Math.abs(cell!.upper - Number(up))).toBeLessThan(1e-6)
    }
    const { found } = await reconstruct(table)
    expect(found).toEqual(safe ? [] : [{ key: { row: 'w', col: 'b' }, least: 47, most: 47 }])
  })

  test('is mended: withheld again in the same nine cells, it comes back safe', async () => {
    const exact = attackTable()
    const nine = referenceFile('quant/sdc/attack_bounds_9suppressed_UNSAFE.csv').rows()
    const withheld: Table<ExactCell> = {
      ...exact,
      cells: exact.cells.map((cell) =>
        nine.some(({ row, col }) => cell.key['row'] === row && cell.key['col'] === col)
          ? { ...cell, withhold: true }
          : cell,
      ),
    }
    const { safe, table, secondary } = await protect(withheld, ruleOf({ threshold: 10 }))
    expect(safe).toBe(true)
    expect(secondary).toBe(1)
    expect((await reconstruct(table!)).found).toEqual([])
  })
})

test.skipIf(skip)('regions grouped by county and by group: no more suppressed than by GaussSuppression', async () => {
  const gauss = referenceFile('quant/sdc/d2_gauss_hier_maxN2.csv').rows()
  const regions = referenceFile('quant/sdc/d2_in.csv').rows()
  const tree = (of: string) => Object.fromEntries(regions.map((one) => [one['region'] ?? '', one[of] ?? '']))
  const rule = ruleOf({ threshold: 3, hierarchies: { region: [tree('county'), tree('k_group')] } })
  const cells = gauss.map((one) => ({ key: { region: one['region'] ?? '' }, value: said(Number(one['f'])) }))
  const { safe, primary, secondary } = await protect({ dimensions: ['region'], cells }, rule)
  expect(safe).toBe(true)
  expect(primary.map(({ key }) => key['region'])).toEqual(['I'])
  const theirs = gauss.filter((one) => one['suppressed'] === 'TRUE')
  expect(primary.length + secondary).toBeLessThanOrEqual(theirs.length)

  const suppressed = theirs.map((one) => one['region'] ?? '')
  const audited = await audit(withSuppressed({ dimensions: ['region'], cells }, suppressed), rule)
  expect(audited.safe).toBe(true)
})

test.skipIf(skip)('the main income of the same regions, crossed with them: safe, and small counts hidden', async () => {
  const lines = referenceFile('quant/sdc/d2_in.csv').rows()
  const regions = [...new Set(lines.map((one) => one['region'] ?? ''))]
  const incomes = [...new Set(lines.map((one) => one['main_income'] ?? ''))]
  const counts = regions.flatMap((region) =>
    incomes.map((income) =>
      Number(lines.find((one) => one['region'] === region && one['main_income'] === income)?.['freq']),
    ),
  )
  const rule = ruleOf({ threshold: 3 })
  const { safe, table, primary } = await protect(crossed({ region: regions, income: incomes }, counts), rule)
  expect(safe).toBe(true)
  expect(primary).toHaveLength(counts.filter((count) => count > 0 && count < 3).length)
  expect((await reconstruct(table!, rule)).found).toEqual([])
})

test.skipIf(skip)('discrete Laplace noise has the frequencies of its formula, by chi-square', () => {
  const DRAWS = 20_000
  for (const line of referenceFile('quant/sdc/discrete_laplace_pmf.csv').rows()) {
    const epsilon = rationalOf(line['epsilon'] ?? '')
    const rate = { ...epsilon, denominator: epsilon.denominator * BigInt(line['sensitivity'] ?? '1') }
    const bytes = seededBytes(Number(line['sensitivity']) * 1000 + Number(line['epsilon']) * 10)
    const counts = new Map<number, number>()
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const noise = Math.abs(Number(discreteLaplace(rate, bytes)))
      counts.set(Math.min(noise, 6), (counts.get(Math.min(noise, 6)) ?? 0) + 1)
    }
    // Both signs of 1 to 5 together; what is beyond has the rest.
    const shares = [0, 1, 2, 3, 4, 5].map((k) => Number(line[`p_abs_k_${k}`]) * (k === 0 ? 1 : 2))
    const expected = [...shares, 1 - shares.reduce((sum, share) => sum + share, 0)].map((share) => share * DRAWS)
    const [cells, statistic] = expected.reduce(
      ([used, sum], value, k) =>
        value < 5 ? [used, sum] : [used + 1, sum + ((counts.get(k) ?? 0) - value) ** 2 / value],
      [0, 0],
    )
    // The 0.9999 quantile of chi-square with 6 degrees of freedom is 27.86; with fewer it is lower.
    expect(cells).toBeGreaterThan(1)
    expect(statistic, `epsilon ${line['epsilon']}, sensitivity ${line['sensitivity']}`).toBeLessThan(27.86)
  }
})

test.skipIf(skip)('what a budget amounts to', () => {
  for (const line of referenceFile('quant/sdc/zcdp_conversion.csv').rows())
    expect(epsilonOf(Number(line['rho']), Number(line['delta']))).toBeCloseTo(Number(line['epsilon_simple']), 9)
})
