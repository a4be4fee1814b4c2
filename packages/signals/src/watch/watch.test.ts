import fc from 'fast-check'
import { expect, test } from 'vitest'
import { negativeBinomial, poisson, randomFrom } from '../scan/random.ts'
import { calibrationOf, fieldOf, watch, WatchError } from './index.ts'
import { baselineOf } from './baseline.ts'
import { calibrate } from './calibrate.ts'
import { evidenceOf } from './evidence.ts'
import { fold } from './fold.ts'
import { groupsOf } from './groups.ts'
import { rhythmOf } from './rhythm.ts'
import { scatters } from './scatter.ts'
import type { Field, WatchRow } from './index.ts'

const weekOf = (week: number): string => new Date(Date.UTC(2023, 0, 2 + 7 * week)).toISOString().slice(0, 10)

/** Two countries with three places each, two forms; invented, with a rise where `extra` says so. */
const region = (
  seed: number,
  weeks: number,
  extra: (week: number, place: string, form: string) => number = () => 0,
): WatchRow[] => {
  const random = randomFrom(seed)
  const rows: WatchRow[] = []
  for (let week = 0; week < weeks; week += 1)
    for (const country of ['A', 'B'])
      for (const place of ['1', '2', '3'])
        for (const form of ['work', 'begging']) {
          const name = `${country}${place}`
          const count = poisson(random, 0.3 + extra(week, name, form))
          rows.push({ date: weekOf(week), values: { country, place: name, form }, count })
        }
  return rows
}

test('a rise over neighbours is found under the words that name it, with when it began', () => {
  const rows = region(7, 120, (week, place, form) =>
    week >= 116 && ['A1', 'A2', 'A3'].includes(place) && form === 'work' ? 1.5 : 0,
  )
  const { alerts } = watch(fieldOf(rows), { simulations: 299 })
  expect(alerts[0]?.fixed).toEqual({ country: 'A', form: 'work' })
  expect([113, 114, 115, 116, 117].map(weekOf)).toContainEqual(alerts[0]?.from)
  expect(alerts[0]?.recurrence).toBeGreaterThan(365)
  expect(alerts[0]?.ratio.lower95).toBeGreaterThan(1)
  expect(alerts[0]?.cells.map(({ values }) => values['place']).toSorted()).toEqual(['A1', 'A2', 'A3'])
})

test('a rise everywhere at once is seen in the total, whatever part of it rose most', () => {
  const rows = region(8, 120, (week) => (week >= 117 ? 0.4 : 0))
  const [first] = watch(fieldOf(rows), { simulations: 299 }).alerts
  expect([first?.fixed, ...(first?.under.map(({ fixed }) => fixed) ?? [])]).toContainEqual({})
})

test('under the budget, chance alarms as seldom as was asked', () => {
  const whole = fieldOf(region(9, 240))
  const until = (weeks: number): Field => ({
    ...whole,
    periods: whole.periods.slice(0, weeks),
    until: weekOf(weeks),
    counts: whole.counts.map((series) => series.slice(0, weeks)),
  })
  const first = watch(until(141), { simulations: 499 })
  let before: string[] = []
  let [anew, alarmed] = [0, 0]
  for (let weeks = 142; weeks <= 240; weeks += 1) {
    const { alerts } = watch(until(weeks), { calibration: first.calibration, budgetDays: 70 })
    const cells = alerts.map((alert) => alert.cells.map(({ values }) => JSON.stringify(values)))
    if (cells.some((named) => !named.some((cell) => before.includes(cell)))) anew += 1
    if (alerts.length > 0) alarmed += 1
    before = cells.flat()
  }
  // 99 weeks at one in ten: about 10 in which something has to be looked at anew; an alarm lasts for some weeks.
  expect(anew).toBeLessThan(20)
  expect(alarmed).toBeLessThan(40)
})

test('how far counts scatter is found in the smallest of them, and no group is thought calmer than all by luck', () => {
  const random = randomFrom(11)
  const counts = Array.from({ length: 96 }, () =>
    Float64Array.from({ length: 140 }, () => negativeBinomial(random, 0.06, 1.6)),
  )
  const field: Field = {
    step: 'week',
    periods: Array.from({ length: 140 }, (_, week) => weekOf(week)),
    until: weekOf(140),
    columns: ['place', 'form'],
    cells: counts.map((_, at) => ({ values: [`place ${at % 24}`, `form ${Math.floor(at / 24)}`] })),
    counts,
  }
  const baseline = baselineOf(field, 128)
  expect(baseline.phi).toBeGreaterThan(1.5)
  expect(baseline.phi).toBeLessThan(1.7)
  const groups = groupsOf(field)
  for (const phi of scatters(field, baseline, groups)) expect(Math.abs(phi - baseline.phi)).toBeLessThan(0.1)
})

test('whatever the counts, nothing is no number, and every alert holds more than one in twenty would bring', () => {
  const counts = fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 4, maxLength: 4 }), {
    minLength: 40,
    maxLength: 70,
  })
  fc.assert(
    fc.property(counts, (weeks) => {
      const rows = weeks.flatMap((row, week) =>
        row.map((count, at) => ({
          date: weekOf(week),
          values: { place: String(at % 2), form: String(at >> 1) },
          count,
        })),
      )
      if (rows.every(({ count }) => count === 0)) return
      const { alerts, baseline } = watch(fieldOf(rows), { simulations: 39, budgetDays: 7 })
      for (const one of alerts) {
        for (const value of [one.expected, one.p, one.recurrence, ...Object.values(one.ratio)])
          expect(value).not.toBeNaN()
        expect(one.observed).toBeGreaterThan(one.expected)
        expect(one.p).toBeLessThanOrEqual(0.05)
        expect(one.recurrence).toBeGreaterThanOrEqual(7)
      }
      expect(baseline.phi).toBeGreaterThanOrEqual(1)
      const rarity = alerts.map(({ recurrence }) => recurrence)
      expect(rarity).toEqual(rarity.toSorted((a, b) => b - a))
    }),
    { numRuns: 25 },
  )
})

test('every sum is looked at once, under the fewest words', () => {
  const { columns, cells } = fieldOf(region(1, 30))
  const groups = groupsOf({ columns, cells })
  // All; 2 countries, 6 places, 2 forms; country and form, place and form. A place says its country already.
  expect(groups).toHaveLength(1 + 2 + 6 + 2 + 4 + 12)
  expect(groups.filter(({ fixed }) => 'place' in fixed).every(({ fixed }) => !('country' in fixed))).toBe(true)
  const near = groupsOf({ columns, cells }, { column: 'place', of: { A1: ['A2'], A2: ['A1', 'A3'] } })
  expect(
    near.filter(({ zone }) => zone).map(({ zone, fixed }) => [zone?.values.join('+'), fixed['form'] ?? '']),
  ).toEqual([
    ['A1+A2', ''],
    ['A1+A2', 'work'],
    ['A1+A2', 'begging'],
  ])
})

test('weeks are counted back from the last day, and what is not there is 0', () => {
  const rows = ['2026-01-01', '2026-01-05', '2026-01-14', '2026-01-15'].map((date) => ({
    date,
    values: { a: 'x' },
    count: 1,
  }))
  const field = fieldOf(rows)
  expect(field).toMatchObject({ step: 'week', periods: ['2026-01-02', '2026-01-09'], until: '2026-01-15' })
  expect([...(field.counts[0] ?? [])]).toEqual([1, 2])
  const months = fieldOf(['2026-01-01', '2026-02-01', '2026-04-01'].map((date) => ({ date, values: {}, count: 2 })))
  expect(months).toMatchObject({ step: 'month', until: '2026-04-30' })
  expect([...(months.counts[0] ?? [])]).toEqual([2, 2, 0, 2])
})

test('only what comes up anew counts; rarer than was simulated, the chance falls as the evidence grows', () => {
  const worlds = Array.from({ length: 999 }, (_, at) => [{ now: at / 100, before: at % 2 === 0 ? at / 100 : 0 }])
  const { chance } = calibrationOf(worlds)
  // Above 9 there are 99 worlds; every second one was there before.
  expect(chance(9)).toBeCloseTo(50 / 1000, 2)
  expect(chance(14) / chance(13)).toBeCloseTo(Math.exp(-1), 9)
  expect(chance(1e6)).toBeGreaterThan(0)
  expect(chance(-5)).toBeLessThanOrEqual(1)
  const steps = Array.from({ length: 240 }, (_, at) => chance(12 - at / 10))
  expect(steps).toEqual(steps.toSorted((a, b) => a - b))
})

test('an alert is new beside one that was there before, and a world counts once at each strength', () => {
  // An old alert at 5; a new one at 4; another at 3 that was there at 1.
  const world = [
    { now: 5, before: 5 },
    { now: 4, before: 2 },
    { now: 3, before: 1 },
  ]
  const worlds = Array.from({ length: 499 }, (_, at) => (at % 2 === 0 ? world : [{ now: 0.5, before: 0.5 }]))
  const { chance } = calibrationOf(worlds)
  expect(chance(4.5)).toBeLessThan(0.35)
  for (const strength of [4, 3, 1.5]) expect(chance(strength)).toBeCloseTo(0.5, 2)
})

test('weaker finds stand under the strongest that has one of their cells; what hangs on them does not', () => {
  const find = (evidence: number, ...cells: number[]) => ({
    evidence,
    duration: 1,
    group: { fixed: {}, cells: Int32Array.from(cells) },
  })
  const [a, b, c, d] = [find(4, 1, 2), find(3, 2, 3), find(2, 3, 4), find(1, 4, 1)]
  expect(fold([a, b, c, d])).toEqual([
    { top: a, under: [b, d] },
    { top: c, under: [] },
  ])
})

const YEAR = 365.25 / 7

/** Totals of a past and of the twelve weeks after it, whose mean grows and goes up and down with the year. */
const totalsOf = (seed: number, { level, growth, wave }: { level: number; growth: number; wave: number }) => {
  const random = randomFrom(seed)
  const mean = (at: number): number =>
    level * Math.exp((growth * at) / YEAR + wave * Math.cos((2 * Math.PI * at) / YEAR))
  const totals = Float64Array.from({ length: 164 }, (_, at) => poisson(random, mean(at)))
  const share = (values: ArrayLike<number>): number => {
    const all = Array.from(values)
    const sum = (some: number[]): number => some.reduce((one, other) => one + other, 0)
    return sum(all.slice(152)) / sum(all.slice(0, 152))
  }
  return { totals, share, truth: share(Array.from(totals, (_, at) => mean(at))) }
}

test('growth and season are carried on to the latest period, and what is not known of them is as large as it is said', () => {
  const random = randomFrom(3)
  let [off, squares, said] = [0, 0, 0]
  const times = 200
  for (let seed = 0; seed < times; seed += 1) {
    const { totals, share, truth } = totalsOf(seed, { level: 200, growth: 0.1, wave: 0.4 })
    const rhythm = rhythmOf(totals, 152, 'week')
    const error = Math.log(share(rhythm.factors) / truth)
    off += error / times
    squares += error ** 2 / times
    const another = rhythm.another(random).map((ratio, at) => ratio * (rhythm.factors[at] ?? 0))
    said += Math.log(share(another) / share(rhythm.factors)) ** 2 / times
  }
  // A slope that stops where the past ends would be 0.012 too low.
  expect(Math.abs(off)).toBeLessThan(0.004)
  expect(said / squares).toBeGreaterThan(0.7)
  expect(said / squares).toBeLessThan(1.4)
})

test('of few cases no growth is learned, and of next to none nothing', () => {
  for (let seed = 0; seed < 20; seed += 1) {
    const few = totalsOf(seed, { level: 0.5, growth: 0, wave: 0 })
    const factors = rhythmOf(few.totals, 152, 'week').factors
    expect(factors.every((factor) => factor > 0.3 && factor < 3)).toBe(true)
    const next = totalsOf(seed, { level: 0.05, growth: 0, wave: 0 })
    expect(rhythmOf(next.totals, 152, 'week').factors.every((factor) => factor === 1)).toBe(true)
  }
})

test('what is not known of the rhythm is in the random worlds', () => {
  const expected = Array.from({ length: 6 }, () => new Float64Array(4).fill(2))
  const groups = groupsOf({ columns: ['place'], cells: expected.map((_, at) => ({ values: [`${at}`] })) })
  const chanceOf = (spread: number): number =>
    calibrate(
      groups,
      expected,
      evidenceOf(
        expected.map((usual) => ({ expected: usual, phi: 1 })),
        [1, 2, 4],
        2,
      ),
      {
        phi: 1,
        cases: expected.map(() => 300),
        rhythm: {
          factors: new Float64Array(),
          another: (random) => new Float64Array(20).fill(random() < 0.5 ? 1 + spread : 1 - spread),
        },
        looks: [1],
        simulations: 499,
        seed: 5,
      },
    ).chance(2)
  expect(chanceOf(0.5)).toBeGreaterThan(1.5 * chanceOf(0))
})

test('who looks every night is told less often at each look, so that the budget holds for all of them', () => {
  const field = fieldOf(region(7, 120, (week, place) => (week >= 117 && place === 'A1' ? 1.2 : 0)))
  const [weekly, nightly] = [undefined, 1].map((everyDays) => {
    const options = { simulations: 2999, ...(everyDays === undefined ? {} : { everyDays }) }
    return watch(field, options).calibration
  })
  for (const strength of [1.5, 2.5]) {
    const [aWeek, aNight] = [weekly?.chance(strength) ?? 0, nightly?.chance(strength) ?? 0]
    // Seven looks bring more than one, and less than seven that have nothing to do with each other.
    expect(7 * aNight).toBeGreaterThan(aWeek)
    expect(aNight).toBeLessThan(aWeek)
  }
})

test('a case counts the more, the less usual it is in its cell', () => {
  const durations = [2]
  const group = { fixed: {}, cells: Int32Array.of(0, 1) }
  const weighed = (often: number, seldom: number): number => {
    const usual = [2, 0.05].map((mu) => ({ expected: Float64Array.of(mu, mu), phi: 1 }))
    const evidence = evidenceOf(usual, durations, 2)
    evidence.read((cell, back) => (back > 0 ? 0 : cell === 0 ? often : seldom))
    return evidence.weigh(group, 1, -Infinity)?.evidence ?? -Infinity
  }
  // The sum is the same.
  expect(weighed(4, 3)).toBeGreaterThan(weighed(7, 0) + 2)
  // A likelihood ratio is 1 on the average of what happens when nothing rises.
  let mean = 0
  let term = Math.exp(-1)
  for (let count = 0; count < 60; count += 1) {
    const evidence = evidenceOf([{ expected: Float64Array.of(1), phi: 1 }], [1], 0)
    evidence.read(() => count)
    mean += term * Math.exp(evidence.weigh({ fixed: {}, cells: Int32Array.of(0) }, 1, -Infinity)?.evidence ?? 0)
    term /= count + 1
  }
  expect(mean).toBeCloseTo(1, 9)
})

test('what cannot be watched is said with its row', () => {
  const row = (date: string, count = 1): WatchRow => ({ date, values: {}, count })
  expect(() => fieldOf([row('2026-13-01')])).toThrow(WatchError)
  expect(() => fieldOf([row('2026-01-01'), row('2026-01-08', -1)])).toThrow('-1 is no count')
  expect(() => fieldOf([])).toThrow('no rows')
  expect(() => watch(fieldOf([row('2026-01-01'), row('2026-02-05')]))).toThrow('27 at least')
  expect(() => watch(fieldOf(region(1, 60).map((one) => ({ ...one, count: 0 }))))).toThrow('All counts are 0')
})
