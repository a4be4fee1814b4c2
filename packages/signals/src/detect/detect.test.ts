import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DetectMethod } from './index.ts'
import { detect, detectMethods, ParamsError, SeriesError } from './index.ts'

const NUMBERS = [0, 2, 1, 0, 3, 1, 0, 9, 1, 0, 2, 0, 1, 4]
const agonaLike = (rows: number): number[] => Array.from({ length: rows }, (_, at) => (at * 7 + (at % 5) * 3) % 6)

test('C1 by hand: mean and deviation of the seven rows before', () => {
  const [row] = detect('ears-c1', { counts: NUMBERS }, { alpha: 0.025 }).rows
  // 0 2 1 0 3 1 0: mean 1, squares 1 + 1 + 0 + 1 + 4 + 0 + 1 = 8, deviation sqrt(8 / 6).
  expect(row).toMatchObject({ index: 8, observed: 9, expected: 1, alarm: true })
  expect(row?.upper).toBeCloseTo(1 + 1.959_963_984_540_054 * Math.sqrt(8 / 6), 12)
})

test('a baseline without variation: minSigma keeps C1 quiet and gives C3 a threshold', () => {
  const counts = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
  const bare = detect('ears-c1', { counts }, { range: [13, 13] })
  expect(bare.rows[0]).toMatchObject({ upper: 0, alarm: true })
  expect(bare.warnings).toMatchObject([{ code: 'no_variation', rows: [13] }])
  expect(detect('ears-c1', { counts }, { range: [13, 13], minSigma: 0.5 }).rows[0]?.alarm).toBe(false)
  const undefinedRow = detect('ears-c3', { counts }, { range: [13, 13] })
  expect(undefinedRow.rows[0]).toMatchObject({ upper: null, alarm: false })
  expect(undefinedRow.warnings).toMatchObject([{ code: 'threshold_undefined', rows: [13] }])
  const settled = detect('ears-c3', { counts }, { range: [13, 13], minSigma: 0.5, alpha: 0.025 })
  // Nothing in the two rows before: U = 1 + 0.5 (1.96 - 0).
  expect(settled.rows[0]?.upper).toBeCloseTo(1 + 0.5 * 1.959_963_984_540_054, 12)
})

test('CUSUM by hand: mean 4, z = (y - 4) / 2', () => {
  const { rows } = detect('cusum', { counts: [4, 8, 8, 4, 0] }, { m: 4, k: 1, h: 1.5, range: [1, 5] })
  // S: 0, 1, 2, 1, 0. From 4 + 2 (1.5 - S + 1) cases on it would alarm.
  expect(rows.map(({ upper, alarm }) => [upper, alarm])).toEqual([
    [9, false],
    [9, false],
    [7, true],
    [5, false],
    [7, false],
  ])
})

test('what R answers where no reference file is: likelihood ratios, and the table of the RKI', () => {
  // glrnb and algo.rki1 of R surveillance 1.20.3 with these very counts.
  const counts = [4, 7, 6, 10, 2, 4]
  const glr = (params: object): unknown[] =>
    detect('glr', { counts }, { range: [1, 6], mu0: 2.8, 'c.ARL': 2, ...params }).rows.map(({ upper }) => upper)
  const close = (ours: unknown[], theirs: number[]): void => {
    expect(ours).toHaveLength(theirs.length)
    for (const [at, value] of theirs.entries()) expect(ours[at]).toBeCloseTo(value, 11)
  }
  close(glr({}), [0.22669977575493, 2.21403512311909, 1.37284031228138, 6.39715399197885, 0, 0.22669977575493])
  close(glr({ ret: 'cases' }), [7, 7, 7, 5, 7, 7])
  close(
    glr({ alpha: 0.1 }),
    [0.172129554099311, 1.58997617989813, 2.56917394699384, 3.80391470556049, 0, 0.172129554099311],
  )
  close(
    glr({ theta: 0.5 }),
    [0.183580442039641, 1.86716088407928, 3.05074132611892, 3.18358044203964, 0, 0.183580442039641],
  )
  close(
    glr({ theta: 0.5, ret: 'cases' }),
    [7.63283911592072, 7.26567823184144, 3.89851734776215, 7.63283911592072, 7.63283911592072, 7.63283911592072],
  )
  close(
    glr({ theta: 0.5, alpha: 0.1, ret: 'cases' }),
    [9.05800906586827, 8.6708726843456, 5.28373630282293, 9.05800906586827, 9.05800906586827, 9.05800906586827],
  )
  const rki = [3.285, 5.323, 6.686, 21.5954451150103] as const
  const lasts = [
    [0, 0, 0, 0, 0, 3],
    [1, 1, 1, 1, 0, 5],
    [2, 3, 2, 3, 2, 3],
    [20, 20, 20, 21, 21, 21],
  ] as const
  for (const [at, last] of lasts.entries())
    expect(detect('rki1', { counts: [...last, 0] }, { range: [7, 7] }).rows[0]?.upper).toBeCloseTo(rki[at] ?? NaN, 12)
})

test('monthly counts with dates: Farrington compares the same months', () => {
  const counts = [
    3, 0, 2, 5, 1, 0, 4, 2, 1, 3, 0, 2, 1, 4, 2, 0, 3, 5, 1, 0, 2, 6, 1, 2, 3, 1, 0, 2, 4, 3, 2, 1, 0, 5, 2, 1, 3, 0, 4,
    2, 1, 2, 0, 3, 1, 4, 2, 1, 5, 2, 0, 1, 3, 2, 4, 0, 1, 2, 3, 1, 9, 12, 4, 0,
  ]
  const dates = counts.map((_, at) => `${2020 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-01`)
  const params = { range: [61, 62], b: 3, w: 1, noPeriods: 1, pastWeeksNotIncluded: 1, limit54: [0, 4] }
  const { rows } = detect('farrington-flexible', { counts, dates }, params)
  expect(rows).toEqual(detect('farrington-flexible', { counts }, { ...params, freq: 12 }).rows)
  expect(rows.map(({ alarm }) => alarm)).toEqual([true, true])
  expect(detect('farrington-flexible', { counts, dates }, { b: 3, w: 1 }).rows[0]?.index).toBe(3 * 12 + 1 + 1)
})

test('parameters: unknown ones with the known, each value that does not fit, all at once', () => {
  const told = (): unknown => detect('ears-c1', { counts: NUMBERS }, { alpha: 2, baselin: 7, minSigma: -1 })
  expect(told).toThrow(ParamsError)
  expect(told).toThrow('baselin: there is no such parameter. There are: range, alpha, baseline, minSigma, freq.')
  expect(told).toThrow('alpha: 2 should be a number above 0 and below 1')
  expect(told).toThrow('minSigma: -1 should be a number of at least 0')
  expect(() => detect('cusum', { counts: NUMBERS }, { range: [8, 9], m: [1, 2, 3] })).toThrow('3 means for the 2 rows')
  expect(() => detect('glr', { counts: NUMBERS }, { mu0: 2, alpha: null, range: [8, 9] })).toThrow(
    'needs the means to be estimated',
  )
  expect(() => detect('bayes1', { counts: NUMBERS }, { actY: false })).toThrow('nothing to compare with')
  expect(() => detect('farrington', { counts: agonaLike(400) }, { w: 26 })).toThrow('overlap from year to year')
})

test('ranges as R, as JSON and as people write them', () => {
  const rows = (range: unknown): number[] =>
    detect('ears-c1', { counts: NUMBERS }, { range }).rows.map(({ index }) => index)
  for (const range of [[10, 12], { from: 10, to: 12 }, '10:12', [10, 11, 12]]) expect(rows(range)).toEqual([10, 11, 12])
  expect(rows(null)).toEqual([8, 9, 10, 11, 12, 13, 14])
  expect(() => rows([12, 10])).toThrow(ParamsError)
  expect(() => rows([10, 12, 13])).toThrow(ParamsError)
  expect(() => rows([3, 12])).toThrow('begins at row 8 or later')
  expect(() => rows([10, 15])).toThrow('the series at row 14')
})

test('a series that is wrong: the row and what would be right', () => {
  const faults = (input: { counts: number[]; dates?: string[] }): SeriesError => {
    try {
      detect('ears-c1', input, {})
    } catch (error) {
      if (error instanceof SeriesError) return error
    }
    throw new Error('nothing was refused')
  }
  expect(faults({ counts: [1, -1] })).toMatchObject({ row: 2, field: 'y' })
  expect(faults({ counts: [1, 2, 0.5] })).toMatchObject({ row: 3, field: 'y' })
  expect(faults({ counts: [1, 2, 3] }).message).toContain('at least 8 rows')
  const weeks = [
    '2026-01-05',
    '2026-01-12',
    '2026-01-19',
    '2026-01-26',
    '2026-02-02',
    '2026-02-09',
    '2026-02-16',
    '2026-02-23',
  ]
  const with3 = (third: string): string[] => weeks.map((week, at) => (at === 2 ? third : week))
  const counts = weeks.map(() => 1)
  expect(detect('ears-c1', { counts, dates: weeks }).rows).toHaveLength(1)
  expect(faults({ counts, dates: with3('2026-02-30') })).toMatchObject({ row: 3, field: 'epoch' })
  expect(faults({ counts, dates: with3('2026-01-12') }).message).toContain('there twice')
  expect(faults({ counts, dates: with3('2025-01-12') }).message).toContain('order of time')
  expect(faults({ counts: counts.slice(1), dates: weeks.toSpliced(2, 1) })).toMatchObject({ row: 3, field: 'epoch' })
  expect(faults({ counts, dates: weeks.slice(1) }).message).toContain('8 counts and 7 dates')
})

test('nothing but zeros is answered or refused in words, never with NaN', () => {
  const counts = Array.from({ length: 400 }, () => 0)
  for (const method of detectMethods.filter((name) => name !== 'glr')) {
    const { rows, warnings } = detect(method, { counts }, { range: [399, 400] })
    expect(JSON.stringify(rows)).not.toContain('NaN')
    expect(rows.some(({ alarm }) => alarm)).toBe(false)
    for (const row of rows)
      if (row.upper === null)
        expect(
          warnings.some(({ rows: told }) => told.includes(row.index)),
          method,
        ).toBe(true)
  }
  expect(() => detect('glr', { counts })).toThrow('nothing is known of the usual mean')
})

test('a burst after years of nothing still alarms, and says how little it stands on', () => {
  const counts = [...Array.from({ length: 262 }, () => 0), 3, 4]
  const { rows, warnings } = detect('farrington-flexible', { counts }, { b: 4, range: [263, 264] })
  expect(rows.map(({ upper, alarm }) => [upper === null, alarm])).toEqual([
    [true, false],
    [false, true],
  ])
  expect(warnings.map(({ code }) => code).toSorted()).toEqual(['all_zero', 'too_few_cases'])
})

const tiny = fc.array(fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 4 })), {
  minLength: 160,
  maxLength: 200,
})
const small: Partial<Record<DetectMethod, object>> = {
  farrington: { b: 2 },
  'farrington-flexible': { b: 2, noPeriods: 4, pastWeeksNotIncluded: 10, limit54: [0, 4] },
  bayes3: { b: 1 },
  rki3: { b: 1 },
  cdc: { b: 2 },
}
/** Methods that compare the count of the row itself with the threshold, and whether it alarms at the threshold already. */
const above: DetectMethod[] = ['ears-c1', 'ears-c2', 'ears-c3', 'farrington', 'farrington-flexible', 'bayes2', 'rki2']

test('whatever tiny counts: no NaN; an alarm means more than the threshold; more cases never end an alarm', () => {
  fc.assert(
    fc.property(tiny, fc.constantFrom(...detectMethods), fc.integer({ min: 1, max: 30 }), (counts, method, more) => {
      if (method === 'glr' && counts.slice(0, 100).every((count) => count === 0)) return
      const judge = (given: number[]) =>
        detect(method, { counts: given }, { ...small[method], range: [given.length - 1, given.length] }).rows
      const rows = judge(counts)
      for (const row of rows) {
        for (const value of [row.observed, row.expected, row.upper])
          expect(value === null || Number.isFinite(value), `${method} ${value}`).toBe(true)
        if (row.upper === null) expect(row.alarm).toBe(false)
        else if (above.includes(method) && row.alarm) expect(row.observed).toBeGreaterThan(row.upper)
      }
      const [last] = rows.slice(-1)
      const [again] = judge([...counts.slice(0, -1), (counts.at(-1) ?? 0) + more]).slice(-1)
      if (last?.alarm === true) expect(again?.alarm).toBe(true)
    }),
    { numRuns: 300 },
  )
}, 30_000)

test('counts that vary no more than chance: said, since R keeps the small dispersion that its iteration limit left', () => {
  const counts = Array.from({ length: 416 }, (_, at) => (at % 21 === 3 ? 1 : 0))
  const codes = (params: object) =>
    detect('glr', { counts }, { range: [352, 416], ...params }).warnings.map((one) => one.code)
  expect(codes({})).toContain('no_overdispersion')
  expect(codes({ alpha: 0 })).not.toContain('no_overdispersion')
})

/** The largest ratio of any window that ends with each row since the last alarm, by sections of theta, as it is defined. */
const bySections = (counts: readonly number[], mean: number, dispersion: number, limit: number): number[] => {
  const ratio = (window: readonly number[], theta: number): number =>
    window.reduce(
      (all, y) =>
        all +
        y * theta +
        (y + 1 / dispersion) * (Math.log1p(dispersion * mean) - Math.log1p(dispersion * mean * Math.exp(theta))),
      0,
    )
  const best = (window: readonly number[]): number => {
    let [low, high] = [0, 15]
    for (let round = 0; round < 100; round += 1) {
      const [a, b] = [low + (high - low) / 3, high - (high - low) / 3]
      if (ratio(window, a) > ratio(window, b)) high = b
      else low = a
    }
    return Math.max(0, ratio(window, low))
  }
  let since: number[] = []
  return counts.map((count) => {
    since.push(count)
    const most = Math.max(...since.map((_, start) => best(since.slice(start))))
    if (most > limit) since = []
    return most
  })
}

test('the ratio is the largest there is, also where counts are far above a tiny mean: R stops at 0 there', () => {
  // With R 1.20.3, mean 0.0577 and dispersion 0.0013: 0 for each of 12, 4 and 8, and no alarm; and 37.7 for a row of zeros.
  const far = [0, 0, 12, 4, 8, 0, 1, 0]
  const own = detect('glr', { counts: far }, { range: [1, 8], mu0: 0.0577, alpha: 0.0013, 'c.ARL': 5 }).rows
  expect(own[2]?.upper).toBeGreaterThan(50)
  expect(own.map(({ alarm }) => alarm)).toEqual([false, false, true, true, true, false, false, false])
  const series = fc.array(fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(15)), {
    minLength: 3,
    maxLength: 10,
  })
  fc.assert(
    fc.property(
      series,
      fc.double({ min: 0.01, max: 3, noNaN: true }),
      fc.double({ min: 1e-4, max: 10, noNaN: true }),
      (counts, mu0, alpha) => {
        const params = { range: [1, counts.length], mu0, alpha, 'c.ARL': 5 }
        const said = detect('glr', { counts }, params).rows.map(({ upper }) => upper ?? NaN)
        for (const [row, most] of bySections(counts, mu0, alpha, 5).entries()) expect(said[row]).toBeCloseTo(most, 6)
      },
    ),
    { numRuns: 60 },
  )
})

test('where the past hardly tells the dispersion, that is said', () => {
  // One week of two where one in 15 is usual: a hair more than Poisson.
  const almost: number[] = Array.from({ length: 416 }, (_, at) => (at % 15 === 3 ? 1 : 0))
  almost[40] = 2
  const codes = (counts: readonly number[]) =>
    detect('glr', { counts }, { range: [352, 416] }).warnings.map(({ code }) => code)
  expect(codes(almost)).toContain('flat_dispersion')
  expect(codes(almost.with(100, 9).with(150, 7))).not.toContain('flat_dispersion')
})
