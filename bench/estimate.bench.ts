import { estimate, readHistories } from '@ariadne/signals/estimate'
import type { ListTable } from '@ariadne/signals/estimate'
import type { Figure } from './figure.ts'

export const name = 'estimate'

type Random = () => number

/** Marsaglia's xorshift, 32 bits: the same people every time. */
const randomFrom = (seed: number): Random => {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** A world: how many people, on how many lists, what ties each pair of lists, and how much people differ. */
type World = {
  title: string
  people: number
  lists: number
  sets: number
  /** Shares of people that a list finds, drawn evenly on a logarithmic scale. */
  share: readonly [number, number]
  pair: (random: Random) => number
  /** Some people are found this many times as easily as the others. No model of tied lists holds that: without a target. */
  easier?: { share: number; times: number }
}

const SPARSE = [0.008, 0.08] as const
const someTied = (random: Random): number => (random() < 0.3 ? normal(random) : 0)

const WORLDS: readonly World[] = [
  { title: 'five lists, none tied', people: 10_000, lists: 5, sets: 150, share: SPARSE, pair: () => 0 },
  { title: 'five lists, three pairs tied', people: 10_000, lists: 5, sets: 200, share: SPARSE, pair: someTied },
  {
    title: 'five lists, all weakly tied',
    people: 10_000,
    lists: 5,
    sets: 200,
    share: SPARSE,
    pair: (random) => 0.4 * normal(random),
  },
  {
    title: 'five lists, all strongly tied',
    people: 10_000,
    lists: 5,
    sets: 200,
    share: SPARSE,
    pair: (random) => 0.8 * normal(random),
  },
  { title: 'four lists, two pairs tied', people: 8_000, lists: 4, sets: 500, share: SPARSE, pair: someTied },
  {
    title: 'four lists, all strongly tied',
    people: 8_000,
    lists: 4,
    sets: 500,
    share: SPARSE,
    pair: (random) => 0.8 * normal(random),
  },
  { title: 'four lists of a small country', people: 2_000, lists: 4, sets: 500, share: [0.02, 0.16], pair: someTied },
  {
    title: 'four lists, one person in five found four times as easily',
    people: 8_000,
    lists: 4,
    sets: 300,
    share: SPARSE,
    pair: () => 0,
    easier: { share: 0.2, times: 4 },
  },
]

const chancesOf = (lists: number, effects: ReadonlyMap<number, number>): number[] => {
  const weights = Array.from({ length: 1 << lists }, (_, history) => {
    let sum = 0
    for (const [mask, effect] of effects) if ((history & mask) === mask) sum += effect
    return Math.exp(sum)
  })
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  let below = 0
  return weights.map((weight) => (below += weight / all))
}

const observe = ({ people, lists, share: [least, most], pair, easier }: World, random: Random): ListTable => {
  const effects = new Map<number, number>()
  for (let list = 0; list < lists; list++) effects.set(1 << list, Math.log(least) + random() * Math.log(most / least))
  for (let b = 1; b < lists; b++) for (let a = 0; a < b; a++) effects.set((1 << a) | (1 << b), pair(random))
  const alone = (mask: number): boolean => (mask & (mask - 1)) === 0
  const same = chancesOf(lists, effects)
  const often = chancesOf(
    lists,
    new Map([...effects].map(([mask, effect]) => [mask, alone(mask) ? effect + Math.log(easier?.times ?? 1) : effect])),
  )
  const counts = new Float64Array(1 << lists)
  for (let person = 0; person < people; person++) {
    const chances = person < people * (easier?.share ?? 0) ? often : same
    const luck = random()
    const history = chances.findIndex((below) => luck < below)
    counts[history] = (counts[history] ?? 0) + 1
  }
  return readHistories(
    Array.from({ length: lists }, (_, list) => `list ${list + 1}`),
    Array.from(counts, (count, history) => ({
      on: Array.from({ length: lists }, (_, list) => (history >> list) & 1),
      count,
    })).slice(1),
  ).table
}

type Ends = { lower: number; upper: number }
type Tally = { held: number; widths: number[] }

const KINDS = ['averaged', 'bayesian', 'stepwise', 'bootstrap'] as const
type Kind = (typeof KINDS)[number]
const SAID: Record<Kind, string> = {
  averaged: 'averaged over all models, as published',
  bayesian: 'the same with Bayesian weights',
  stepwise: 'baseline: one model chosen by steps, taken for granted',
  bootstrap: 'bootstrap that repeats the steps (99 replicates)',
}
const LEVEL = 95
const GOAL = 93

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/**
 * How often 95 % intervals hold the truth on simulated sparse lists, when the model has to be found from the same counts;
 * and how long an answer takes.
 */
export async function* run(): AsyncIterable<Figure> {
  const all = new Map<Kind, { held: number; of: number }>()
  for (const [at, world] of WORLDS.entries()) {
    const random = randomFrom(7_919 * (at + 1))
    const tallies = new Map<Kind, Tally>()
    let refused = 0
    let warned = 0
    let bounded = 0
    let answered = 0
    const tally = (kind: Kind, ends: Ends | null): void => {
      if (ends === null) return
      const one = tallies.get(kind) ?? { held: 0, widths: [] }
      if (ends.lower <= world.people && world.people <= ends.upper) one.held += 1
      one.widths.push(ends.upper / ends.lower)
      tallies.set(kind, one)
    }
    for (let set = 0; set < world.sets; set++) {
      const { averaged, stepwise, bootstrap, chao, warnings } = estimate(observe(world, random), {
        reps: world.lists === 4 ? 99 : 0,
        seed: set,
        level: LEVEL / 100,
      })
      if (averaged === null) {
        refused += 1
        continue
      }
      answered += 1
      if (warnings.some(({ code }) => code === 'people_may_differ')) warned += 1
      if (chao !== null && chao.lower <= world.people) bounded += 1
      tally('averaged', averaged)
      tally('bayesian', averaged.other)
      tally('stepwise', stepwise)
      tally('bootstrap', bootstrap)
    }
    for (const kind of KINDS) {
      const found = tallies.get(kind)
      if (found === undefined) continue
      const { held, widths } = found
      if (!world.easier) {
        const sum = all.get(kind) ?? { held: 0, of: 0 }
        all.set(kind, { held: sum.held + held, of: sum.of + widths.length })
      }
      yield {
        figure: `estimate.coverage.${kind}.${world.title.replaceAll(/[ ,]+/gu, '-')}`,
        value: (100 * held) / widths.length,
        unit: `% of ${LEVEL} % intervals`,
        ...(kind === 'averaged' && !world.easier ? { target: { atLeast: GOAL } } : {}),
        note: `${SAID[kind]}; ${world.title}; ${answered} answers, ${refused} refused; upper end ${median(widths).toFixed(2)} times the lower (median)${world.easier ? '; no model of tied lists holds this truth' : ''}`,
      }
    }
    if (world.easier) {
      const said = { unit: '% of answers', note: world.title }
      yield { figure: 'estimate.unequal-people.warned', value: (100 * warned) / answered, ...said }
      yield { figure: 'estimate.unequal-people.lower-bound-held', value: (100 * bounded) / answered, ...said }
    }
  }
  for (const [kind, { held, of }] of all)
    yield {
      figure: `estimate.coverage.${kind}`,
      value: (100 * held) / of,
      unit: `% of ${LEVEL} % intervals`,
      ...(kind === 'averaged' ? { target: { atLeast: GOAL } } : {}),
      note: `${SAID[kind]}; ${of} simulated tables`,
    }
  yield* timed()
}

/** Whole answers, 1,000 bootstrap replicates included. */
async function* timed(): AsyncIterable<Figure> {
  for (const [lists, models] of [
    [5, '1,024 models'],
    [6, '32,768 models'],
    [7, '20,000 steps among 2,097,152 models'],
  ] as const) {
    const world = { title: '', people: 10_000, lists, sets: 1, share: SPARSE, pair: someTied }
    const table = observe(world, randomFrom(41))
    estimate(table, { reps: 10 })
    const times = Array.from({ length: 3 }, () => {
      const start = performance.now()
      estimate(table)
      return performance.now() - start
    })
    yield {
      figure: `estimate.time.${lists}-lists`,
      value: median(times),
      unit: 'ms',
      note: `${models}, 1,000 replicates`,
    }
  }
}
