import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { fitGlm } from '../stats/glm.ts'
import { acceleration, bca } from './bca.ts'
import { jackknife } from './bootstrap.ts'
import { checkerOf } from './existence.ts'
import { fanOf } from './fan.ts'
import { fitterOf } from './fit.ts'
import { fitHeterogeneity } from './heterogeneity.ts'
import type { Heterogeneity, Listing } from './heterogeneity.ts'
import { estimate } from './index.ts'
import { logNormalInterval } from './interval.ts'
import { readHistories } from './lists.ts'
import type { ListTable } from './lists.ts'
import { namesOfPairs, pairsOf } from './pairs.ts'
import type { Model } from './pairs.ts'
import { randomFrom } from './random.ts'
import { stepwise } from './stepwise.ts'

const folder = fileURLToPath(new URL('../../../../../shared/data/quant/mse/', import.meta.url))
const isThere = existsSync(folder)
if (!isThere && process.env['CI'] !== 'true')
  process.stderr.write(`skipped: the reference tables are not at ${folder}\n`)
const real = test.skipIf(!isThere && process.env['CI'] !== 'true')

/** Fields of a line, quoted or not; no field here holds a quote. */
const fieldsOf = (line: string): string[] =>
  [...line.matchAll(/("([^"]*)"|[^,]*)(?:,|$)/gu)].map(([, bare = '', quoted]) => quoted ?? bare).slice(0, -1)
const rowsOf = (file: string): Record<string, string>[] => {
  const [header = '', ...lines] = readFileSync(`${folder}${file}.csv`, 'utf8').trim().split('\n')
  const names = fieldsOf(`${header},`)
  return lines.map((line) => Object.fromEntries(fieldsOf(`${line},`).map((value, at) => [names[at] ?? '', value])))
}
const tableOfFile = (name: string): ListTable => {
  const rows = rowsOf(name)
  const columns = Object.keys(rows[0] ?? {})
  const { table, faults } = readHistories(
    columns.slice(0, -1),
    rows.map((row) => ({
      on: columns.slice(0, -1).map((list) => Number(row[list])),
      count: Number(row[columns.at(-1) ?? '']),
    })),
  )
  expect(faults).toEqual([])
  return table
}

/** Within 1e-6 of the size of the number. */
const same = (ours: number | undefined, theirs: number, what: string, tolerance = 1e-6): void =>
  expect(
    Math.abs((ours ?? Number.NaN) - theirs) / Math.max(1, Math.abs(theirs)),
    `${what}: ${ours} for ${theirs}`,
  ).toBeLessThan(tolerance)

const everyPair = (table: ListTable): Model => 2 ** pairsOf(table.lists.length).length - 1

/**
 * R reports standard errors from the weights before its last step. Where that step still moved them by more than 1e-6
 * the ends of an interval differ by so much from those of the limit, which is what is computed here.
 */
const LAST_STEP_OF_R: Record<string, number> = { 'Ned main': 2e-6 }

real('SparseMSE: estimates, intervals, deviance, criterion, empty pairs and coefficients of every row', () => {
  const rows = rowsOf('sparsemse_estimates')
  expect(rows).toHaveLength(12)
  for (const { dataset = '', method = '', est, lo95, hi95, lo80, hi80, dev, df, aic, empty, coef } of rows) {
    const table = tableOfFile(dataset)
    const fitter = fitterOf(table)
    const threshold = /p<([\d.]+)/u.exec(method)?.[1]
    const fit = method.includes('main')
      ? fitter.fit(0)
      : threshold === undefined
        ? fitter.fit(everyPair(table))
        : stepwise(fitter, checkerOf(table), Number(threshold))?.fit
    if (fit === undefined) throw new Error(`${dataset} ${method} has no fit`)
    const what = `${dataset} ${method}`
    const tolerance = LAST_STEP_OF_R[`${dataset} ${method.replace('SparseMSE ', '')}`] ?? 1e-6
    const wide = logNormalInterval(table.observed, fit, 0.95)
    const narrow = logNormalInterval(table.observed, fit, 0.8)
    same(wide.estimate, Number(est), what)
    same(wide.lower, Number(lo95), what, tolerance)
    same(wide.upper, Number(hi95), what, tolerance)
    same(narrow.lower, Number(lo80), what, tolerance)
    same(narrow.upper, Number(hi80), what, tolerance)
    same(fit.deviance, Number(dev), what)
    expect(fit.degrees).toBe(Number(df))
    const emptied = namesOfPairs(table.lists, fit.empty).map((pair) => pair.join(':'))
    expect(emptied.sort()).toEqual(empty === '' ? [] : empty?.split(' ').sort())
    same(2 * (fit.parameters + emptied.length - fit.logLikelihood), Number(aic), what)
    for (const one of coef?.split(';') ?? []) {
      const [name = '', value] = one.split('=')
      const mask =
        name === '(Intercept)' ? 0 : name.split(':').reduce((sum, list) => sum | (1 << table.lists.indexOf(list)), 0)
      same(fit.effects[mask], Number(value), `${what} ${name}`)
    }
  }
})

/** Rcapture's `[12,13,4]`: pairs, and lists that are in no pair. */
const modelOf = (lists: number, name: string): Model =>
  pairsOf(lists).reduce(
    (model, { a, b }, index) =>
      name
        .slice(1, -1)
        .split(',')
        .includes(`${a + 1}${b + 1}`)
        ? model | (1 << index)
        : model,
    0,
  )

for (const dataset of ['UKdat_5', 'Kosovo'])
  real(`Rcapture: every pairwise model of ${dataset}`, () => {
    const table = tableOfFile(dataset)
    const { models, possible } = fanOf(fitterOf(table), checkerOf(table), 'bic', randomFrom(1))
    const rows = rowsOf(`Rcapture_closedpMS_order2_${dataset}`)
    expect(rows).toHaveLength(possible)
    expect(models).toHaveLength(possible)
    const ours = new Map(models.map((one) => [one.model, one]))
    const histories = Array.from({ length: table.counts.length - 1 }, (_, at) => at + 1)
    const column = (of: (history: number) => number) => Float64Array.from(histories, of)
    for (const { model: name = '', abundance, stderr, deviance, df, AIC, BIC } of rows) {
      const model = modelOf(table.lists.length, name)
      const one = ours.get(model)
      same(one && table.observed + one.hidden, Number(abundance), name)
      same(one?.deviance, Number(deviance), name)
      same(one?.aic, Number(AIC), name)
      same(one?.bic, Number(BIC), name)
      // R's standard error, from R's way of stopping; ours is its limit.
      const masks = [
        0,
        ...table.lists.map((_, list) => 1 << list),
        ...pairsOf(table.lists.length).flatMap(({ mask }, at) => (model & (1 << at) ? [mask] : [])),
      ]
      const { coefficients, step } = fitGlm(
        masks.map((mask) => column((history) => Number((history & mask) === mask))),
        column((history) => table.counts[history] ?? 0),
      )
      const hidden = Math.exp(coefficients[0] ?? 0)
      const error = Math.sqrt(step.inverseDiagonal()[0] ?? 0)
      same(Math.hypot(hidden * error, Math.sqrt(hidden)), Number(stderr), name)
      same(one && one.hidden * one.error, Number(stderr), name, 1e-4)
      expect(histories.length - masks.length).toBe(Number(df))
    }
  })

const CLOSED: Record<string, { lists: Listing; people: Heterogeneity }> = {
  M0: { lists: 'alike', people: 'none' },
  Mt: { lists: 'each its own', people: 'none' },
  'Mh Chao (LB)': { lists: 'alike', people: 'chao' },
  'Mh Poisson2': { lists: 'alike', people: 'poisson' },
  'Mh Darroch': { lists: 'alike', people: 'darroch' },
  'Mh Gamma3.5': { lists: 'alike', people: 'gamma' },
  'Mth Chao (LB)': { lists: 'each its own', people: 'chao' },
  'Mth Poisson2': { lists: 'each its own', people: 'poisson' },
  'Mth Darroch': { lists: 'each its own', people: 'darroch' },
  'Mth Gamma3.5': { lists: 'each its own', people: 'gamma' },
}
/** Models of a trap that an animal learns to seek or to shun from one night to the next: lists have no such order. */
const NEED_AN_ORDER = ['Mb', 'Mbh']

real('Rcapture: models in which people differ, and the lower bounds', () => {
  for (const dataset of ['UKdat_5', 'Kosovo']) {
    const table = tableOfFile(dataset)
    const rows = rowsOf(`Rcapture_closedp_${dataset}`)
    expect(rows.map(({ model }) => model).sort()).toEqual([...Object.keys(CLOSED), ...NEED_AN_ORDER].sort())
    for (const { model = '', abundance, stderr, deviance, df } of rows) {
      const kind = CLOSED[model]
      if (kind === undefined) continue
      const fit = fitHeterogeneity(table, kind)
      if (fit === undefined) throw new Error(`${model} has no fit`)
      same(table.observed + fit.hidden, Number(abundance), model)
      same(Math.hypot(fit.hidden * fit.error, Math.sqrt(fit.hidden)), Number(stderr), model)
      same(fit.deviance, Number(deviance), model)
      expect(fit.degrees).toBe(Number(df))
    }
  }
})

real('bias-corrected and accelerated quantiles from the replicates that R drew', () => {
  const table = tableOfFile('UKdat_5')
  const values = new Map(rowsOf('bca_UKdat_5').map(({ name = '', value }) => [name, Number(value)]))
  const popest = values.get('popest') ?? Number.NaN
  const a = acceleration(jackknife(table, 0.02))
  same(stepwise(fitterOf(table), checkerOf(table), 0.02)!.fit.hidden + table.observed, popest, 'estimate')
  same(a, values.get('ahat') ?? Number.NaN, 'acceleration', 1e-8)
  const replicates = rowsOf('bca_bootreps_UKdat_5').map(({ bootrep }) => Number(bootrep))
  expect(replicates).toHaveLength(300)
  const levels = [...values.keys()].filter((name) => name.startsWith('0.'))
  bca(replicates, popest, a, levels.map(Number)).forEach((quantile, at) =>
    same(quantile, values.get(levels[at] ?? '') ?? Number.NaN, `quantile ${levels[at]}`),
  )
})

real('a list that meets no other: which models have an estimate, and that no number is said', () => {
  const table = tableOfFile('Artificial_3')
  const check = checkerOf(table)
  const [AB, AC, BC] = [1, 2, 4]
  for (const sound of [0, AC, BC, AC | BC]) expect(check(sound)).toEqual({ exists: true, identifiable: true })
  for (const none of [AB, AB | AC, AB | BC]) expect(check(none)).toEqual({ exists: false, identifiable: true })
  expect(check(AB | AC | BC)).toEqual({ exists: true, identifiable: false })
  const { refused, averaged, fan } = estimate(table)
  expect(refused?.words).toContain('C shares nobody')
  expect(averaged).toBeNull()
  expect(fan).toMatchObject({ possible: 8, fitted: 4, unsound: { nonexistent: 3, unidentifiable: 1 } })
})

real('the United Kingdom in 2013: the spread that a single model hides', () => {
  const { fan, averaged, stepwise: chosen, warnings } = estimate(tableOfFile('UKdat_5'), { reps: 0 })
  // Among 1,024 models those within ten of the best by the Bayesian criterion; the best of all says 22,991.
  expect(Math.round(fan?.plausible.lowest ?? 0)).toBe(10_546)
  expect(Math.round(fan?.plausible.highest ?? 0)).toBe(29_035)
  expect(averaged?.lower).toBeLessThan(chosen?.lower ?? 0)
  expect(averaged?.upper).toBeGreaterThan(22_991)
  expect(warnings.map(({ code }) => code)).toContain('one_model_hides_doubt')
})
