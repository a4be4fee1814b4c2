import { ScreeningRefused } from './refused.ts'
import type { Answers, IndicatorSet, SignId, SignMapping } from './schema.ts'
import { regionalVersion } from './version.ts'

/** Answers to one version, as they read in another. */
export interface MappedAnswers {
  readonly answers: Answers
  /** The versions they went through, from their own to the one asked for. */
  readonly through: readonly string[]
  /** A sign that was there and is several now: all of them count until somebody has looked again. */
  readonly unsettled: readonly { readonly from: SignId; readonly among: readonly SignId[] }[]
  /** Signs that were there and that the other version does not know. */
  readonly gone: readonly SignId[]
}

const nameOf = ({ id, version }: IndicatorSet): string => `${id}@${version}`
const isActive = (set: IndicatorSet, id: SignId): boolean =>
  set.signs.some((sign) => sign.id === id && sign.status === 'active')

/**
 * How a sign of one version reads in the next, or in the same version with or without a country's overlay: what the
 * mapping says; the sign of the same name; of a sign that a country added, the regional sign it is a kind of.
 */
export const readingOf = (id: SignId, from: IndicatorSet, to: IndicatorSet): SignMapping | undefined => {
  const crosses = regionalVersion(from.version) !== regionalVersion(to.version)
  const said = crosses ? to.mapping?.find((one) => one.from === id) : undefined
  if (said) return said
  if (isActive(to, id)) return { from: id, how: 'same', to: id }
  const { mapsTo } = from.signs.find((sign) => sign.id === id) ?? {}
  if (mapsTo === undefined) return undefined
  return mapsTo === null ? { from: id, how: 'gone' } : readingOf(mapsTo, from, to)
}

const targets = (reading: SignMapping): readonly SignId[] =>
  reading.how === 'gone' ? [] : reading.how === 'split' ? reading.to : [reading.to]

const refuse = (from: IndicatorSet, to: IndicatorSet, field: string, why: string): ScreeningRefused =>
  new ScreeningRefused(
    'no_mapping',
    field,
    `${why}: answers to ${nameOf(from)} cannot be read as answers to ${nameOf(to)}. Evaluate them with ${nameOf(from)}`,
  )

const step = (mapped: MappedAnswers, from: IndicatorSet, to: IndicatorSet): MappedAnswers => {
  const { answers } = mapped
  const read = (id: SignId, field: string): SignMapping => {
    const reading = readingOf(id, from, to)
    if (!reading) throw refuse(from, to, field, `"${id}" has no counterpart`)
    return reading
  }
  const present = answers.present.map((id, at) => read(id, `present[${at}]`))
  const notKnown = (answers.notKnown ?? []).map((id, at) => read(id, `notKnown[${at}]`))
  const there = new Set(present.flatMap(targets))
  const unsure = new Set(notKnown.flatMap(targets))
  return {
    answers: {
      ...answers,
      present: [...there],
      ...(answers.notKnown ? { notKnown: [...unsure].filter((id) => !there.has(id)) } : {}),
    },
    through: [...mapped.through, to.version],
    unsettled: [
      ...mapped.unsettled.map((one) => ({
        from: one.from,
        among: one.among.flatMap((id) => targets(read(id, 'present'))),
      })),
      ...present.flatMap((one) => (one.how === 'split' ? [{ from: one.from, among: one.to }] : [])),
    ],
    gone: [...mapped.gone, ...present.flatMap((one) => (one.how === 'gone' ? [one.from] : []))],
  }
}

/**
 * Reads answers to one version of a set as answers to another, along the versions that replaced it. The outcome that
 * was given at the time stands whatever comes out: this is for a second talk and for counting.
 *
 * @param family every version of the set that is at hand
 * @throws ScreeningRefused `no_mapping` when no mapping leads from one to the other, or a sign has no counterpart
 */
export const mapAnswers = (
  answers: Answers,
  from: IndicatorSet,
  to: IndicatorSet,
  family: readonly IndicatorSet[] = [],
): MappedAnswers => {
  const start: MappedAnswers = { answers, through: [from.version], unsettled: [], gone: [] }
  if (from.id !== to.id) throw refuse(from, to, 'set', 'They are two different sets')
  if (from.version === to.version) return start
  const way: IndicatorSet[] = []
  for (let at = to; regionalVersion(at.version) !== regionalVersion(from.version);) {
    const { replaces } = at.lifecycle
    if (replaces === null || !at.mapping || way.includes(at))
      throw refuse(from, to, 'version', `No mapping leads from ${from.version} to ${to.version}`)
    way.unshift(at)
    const before =
      regionalVersion(from.version) === replaces
        ? from
        : family.find((one) => one.id === to.id && one.version === replaces)
    if (!before) throw refuse(from, to, 'version', `Version ${replaces} in between is not at hand`)
    at = before
  }
  // The same version with another overlay, or none.
  if (way.length === 0) way.push(to)
  return way.reduce<{ mapped: MappedAnswers; at: IndicatorSet }>(
    ({ mapped, at }, next) => ({ mapped: step(mapped, at, next), at: next }),
    { mapped: start, at: from },
  ).mapped
}
