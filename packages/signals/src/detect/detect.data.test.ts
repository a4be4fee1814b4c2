import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { negativeBinomialQuantile, poissonQuantile } from '../stats/quantile.ts'
import { negativeBinomialTail, poissonTail } from '../stats/tail.ts'
import type { DetectMethod, DetectRow } from './index.ts'
import { detect } from './index.ts'

/** What R surveillance 1.20.3 answers, value by value; the parameters of each file were found by asking R. */
const folder = fileURLToPath(new URL('../../../../../shared/data/quant/surveillance/', import.meta.url))
const isThere = existsSync(folder)
if (!isThere && process.env['CI'] !== 'true')
  process.stderr.write(`skipped: the reference values are not at ${folder}\n`)
const skipped = !isThere && process.env['CI'] !== 'true'

const TOLERANCE = 1e-8

type Line = Record<string, string>
const read = (file: string): Line[] => {
  const [header = '', ...lines] = readFileSync(`${folder}${file}`, 'utf8').trim().split(/\r?\n/u)
  const fields = (line: string): string[] => line.split(',').map((field) => field.replaceAll('"', ''))
  const names = fields(header)
  return lines.map((line) => Object.fromEntries(fields(line).map((value, at) => [names[at] ?? '', value])))
}
const column = (lines: Line[], name: string): number[] => lines.map((line) => Number(line[name]))

const inputs = {
  newport: () => {
    const lines = read('salmNewport_germany_in.csv')
    return { counts: column(lines, 'y'), dates: lines.map((line) => line['epoch'] ?? '') }
  },
  agona: () => ({ counts: column(read('salmonella_agona_in.csv'), 'y') }),
}

const LATE = [366, 528] as const
const IN_2011 = [366, 417] as const
const LAST_YEAR = [261, 312] as const
const improved = { b: 4, w: 3, noPeriods: 10, pastWeeksNotIncluded: 26, pThresholdTrend: 1, weightsThreshold: 2.58 }
const classic = { b: 4, w: 3, noPeriods: 1, pastWeeksNotIncluded: 3, pThresholdTrend: 0.05, weightsThreshold: 1 }
const agonaMean = (): number =>
  inputs
    .agona()
    .counts.slice(0, 260)
    .reduce((sum, count) => sum + count, 0) / 260
const quiet2011 = { mu0: { S: 1, trend: true, refit: false }, alpha: null, range: IN_2011 }

type Reference = {
  file: string
  input: keyof typeof inputs
  method: DetectMethod
  params: Readonly<Record<string, unknown>>
  /** Other columns of the file and where the answer has them. */
  also?: Readonly<Record<string, 'expected' | 'phi' | 'pvalue' | 'trend'>>
}

const farringtonColumns = { expected: 'expected', phiVector: 'phi', pvalue: 'pvalue', trendVector: 'trend' } as const

const references = (): Reference[] => [
  ...(['C1', 'C2', 'C3'] as const).flatMap((name) =>
    [0.001, 0.01, 0.05].map((alpha): Reference => ({
      file: `earsC_${name}_salmNewport_alpha${alpha}.csv`,
      input: 'newport',
      method: name === 'C1' ? 'ears-c1' : name === 'C2' ? 'ears-c2' : 'ears-c3',
      params: { alpha },
    })),
  ),
  { file: 'JSS_earsC_C1_2011.csv', input: 'newport', method: 'ears-c1', params: { range: IN_2011, alpha: 0.05 } },
  { file: 'JSS_earsC_C2_2011_default.csv', input: 'newport', method: 'ears-c2', params: { range: IN_2011 } },
  { file: 'JSS_earsC_C3_2011_default.csv', input: 'newport', method: 'ears-c3', params: { range: IN_2011 } },
  { file: 'farrington1996_agona.csv', input: 'agona', method: 'farrington', params: { range: LAST_YEAR, alpha: 0.01 } },
  {
    file: 'farrington1996_salmNewport.csv',
    input: 'newport',
    method: 'farrington',
    params: { range: LATE, b: 4, alpha: 0.01 },
  },
  ...(
    [
      ['farringtonFlexible_salmNewport_improved_delta_alpha0.01.csv', { ...improved, range: LATE, alpha: 0.01 }],
      [
        'farringtonFlexible_salmNewport_improved_nbPlugin_alpha0.01.csv',
        { ...improved, range: LATE, alpha: 0.01, thresholdMethod: 'nbPlugin' },
      ],
      ['farringtonFlexible_salmNewport_jss_control1.csv', { ...classic, range: LATE, alpha: 0.1 }],
      ['farringtonFlexible_salmNewport_jss_control2_delta.csv', { ...classic, noPeriods: 10, range: LATE, alpha: 0.1 }],
      ['JSS_farrington_2011.csv', { ...classic, range: IN_2011 }],
      ['JSS_noufaily_2011.csv', { ...improved, range: IN_2011, thresholdMethod: 'nbPlugin' }],
    ] as const
  ).map(([file, params]): Reference => ({
    file,
    input: 'newport',
    method: 'farrington-flexible',
    params,
    also: farringtonColumns,
  })),
  ...['standard', 'anscombe', 'anscombe2nd', 'anscombeNegBin', 'pearsonNegBin', 'none'].map((trans): Reference => ({
    file: `cusum_agona_${trans}.csv`,
    input: 'agona',
    method: 'cusum',
    params: { range: LAST_YEAR, trans },
  })),
  ...([1, 2, 3] as const).map((system): Reference => ({
    file: `bayes${system}_agona.csv`,
    input: 'agona',
    method: `bayes${system}`,
    params: { range: LAST_YEAR },
  })),
  { file: 'cdc_agona.csv', input: 'agona', method: 'cdc', params: { range: [281, 312] } },
  ...[0.1, 0.5].map((alpha): Reference => ({
    file: `glrnb_agona_fixedmu_alpha${alpha}_theta2.csv`,
    input: 'agona',
    method: 'glr',
    params: { range: LAST_YEAR, mu0: agonaMean(), alpha, theta: Math.log(2) },
  })),
  {
    file: 'JSS_glrnb_theta_log2_2011.csv',
    input: 'newport',
    method: 'glr',
    params: { ...quiet2011, theta: Math.log(2), 'c.ARL': 4, ret: 'cases' },
  },
  { file: 'glrnb_glr_value_2011.csv', input: 'newport', method: 'glr', params: { ...quiet2011, ret: 'value' } },
]

/** Where R's number is not what it should be, it is not compared; everything else is. */
const traps: Readonly<Record<string, string>> = {
  score: 'nbPlugin takes the fit on the scale of the link; we do not print a score',
  mu0Vector: 'for the delta method it is exp() of what is no logarithm',
  trend: 'the flag says what trendVector says; trendVector is compared',
}
const compared = new Set(['i', 'epoch', 'y', 'upperbound', 'alarm', ...Object.keys(farringtonColumns)])

const differs = (ours: number | null | undefined, theirs: string): boolean =>
  theirs === 'NA' || theirs === 'NaN'
    ? ours !== null
    : typeof ours !== 'number' ||
      !(Math.abs(ours - Number(theirs)) <= TOLERANCE * Math.max(1, Math.abs(Number(theirs))))

test.skipIf(skipped)('every threshold within 1e-8 and every alarm as R has it', () => {
  const faults: string[] = []
  for (const { file, input, method, params, also = {} } of references()) {
    const answered = new Map(detect(method, inputs[input](), params).rows.map((row) => [row.index, row]))
    const lines = read(file)
    expect(answered.size, file).toBe(lines.length)
    for (const line of lines) {
      const row = answered.get(Number(line['i'])) as (DetectRow & Record<string, unknown>) | undefined
      const tell = (what: string, ours: unknown): number =>
        faults.push(`${file} ${line['i']} ${what}: ${String(ours)}, R ${line[what]}`)
      if (row === undefined || row.observed !== Number(line['y'])) tell('y', row?.observed)
      else {
        if (differs(row.upper, line['upperbound'] ?? '')) tell('upperbound', row.upper)
        if (row.alarm !== (line['alarm'] === '1')) tell('alarm', row.alarm)
        for (const [theirs, ours] of Object.entries(also))
          if (line[theirs] !== undefined && differs(row[ours] as number | null, line[theirs])) tell(theirs, row[ours])
      }
    }
    for (const name of Object.keys(lines[0] ?? {}))
      expect(compared.has(name) || name in traps, `${file} ${name}`).toBe(true)
  }
  expect(faults).toEqual([])
})

test.skipIf(skipped)(
  'twelve districts with tiny counts: the same wherever R has a number, and null where R has NaN',
  () => {
    const lines = read('hepatitisA_berlin12_in.csv')
    const districts = Object.keys(lines[0] ?? {}).slice(1)
    expect(districts).toHaveLength(12)
    const undefinedIn = new Set<string>()
    for (const name of ['C1', 'C2', 'C3'] as const) {
      const upper = read(`earsC_${name}_hepA12_upper.csv`)
      const alarm = read(`earsC_${name}_hepA12_alarm.csv`)
      for (const district of districts) {
        const method = name === 'C1' ? 'ears-c1' : name === 'C2' ? 'ears-c2' : 'ears-c3'
        const { rows, warnings } = detect(method, { counts: column(lines, district) }, { alpha: 0.001 })
        expect(rows).toHaveLength(upper.length)
        const undefinedRows: number[] = []
        for (const [at, row] of rows.entries()) {
          const theirs = upper[at]?.[district] ?? ''
          if (theirs === 'NA') undefinedRows.push(row.index)
          expect(differs(row.upper, theirs), `${name} ${district} ${row.index}`).toBe(false)
          // R leaves the alarm open where the threshold is; ours says what can be said: no alarm.
          expect(row.alarm).toBe(theirs !== 'NA' && alarm[at]?.[district] === '1')
        }
        if (undefinedRows.length > 0) undefinedIn.add(district)
        expect(warnings.find(({ code }) => code === 'threshold_undefined')?.rows ?? []).toEqual(undefinedRows)
      }
    }
    // The trap: with minSigma 0 every one of the twelve has weeks without a threshold; with 0.5 none has.
    expect([...undefinedIn].toSorted()).toEqual(districts.toSorted())
    for (const district of districts) {
      const { rows } = detect('ears-c3', { counts: column(lines, district) }, { minSigma: 0.5 })
      expect(rows.filter(({ upper }) => upper === null)).toEqual([])
    }
  },
)

test.skipIf(skipped)('the model of one week: what is expected in the quiet state of 2011', () => {
  const means = read('JSS_glrnb_mu0.csv')
  const { rows } = detect('glr', inputs.newport(), { ...quiet2011, theta: Math.log(2) })
  for (const [at, line] of means.entries()) expect(differs(rows[at]?.expected, line['mu0'] ?? '')).toBe(false)
  // The dispersion that R estimated, given outright, leads to the same statistic.
  const given = { range: IN_2011, mu0: column(means, 'mu0'), alpha: Number(means[0]?.['alpha']) }
  for (const [at, { upper }] of detect('glr', inputs.newport(), given).rows.entries())
    expect(differs(upper, read('glrnb_glr_value_2011.csv')[at]?.['upperbound'] ?? '')).toBe(false)
})

test.skipIf(skipped)('400 quantiles and upper tails', () => {
  for (const line of read('nbinom_pois_quantile_refs.csv')) {
    const of = (name: string): number => Number(line[name])
    expect(negativeBinomialQuantile(of('p'), of('mu'), of('phi'))).toBe(of('q'))
    expect(poissonQuantile(of('p'), of('mu'))).toBe(of('qp'))
    for (const [ours, theirs] of [
      [negativeBinomialTail(of('y'), of('mu'), of('phi')), of('tail')],
      [poissonTail(of('y'), of('mu')), of('ptail')],
    ] as const)
      expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-11 * theirs)
  }
})
