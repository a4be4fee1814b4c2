import { LEARNING_GROUPS } from '@ariadne/contract'
import type { SetLearned, SignLearned } from '@ariadne/contract'
import type { Table } from '@ariadne/disclosure'
import type { Audits } from '../../platform/audits/index.ts'
import type { Counts, Fired, FiredBy } from './fired.ts'
import { askChain, askGroups, safeAlone } from './safe.ts'

/** Targets of our own (research/domain.md C9): five for a country's own coordinator, eleven for everybody beyond. */
export const INSIDE = 5
export const BEYOND = 11

const keyOf = ({ setId, setVersion, sign }: { setId: string; setVersion: string; sign?: string }): string =>
  `${setId}@${setVersion} ${sign ?? ''}`

/** What is asked of one sign: how far what it led to went, and whom it fired for. */
const askingsOf = (one: Fired, groups: readonly FiredBy[], threshold: number) => {
  const byName = (name: (typeof LEARNING_GROUPS)[number]) => {
    const mine = groups.filter((group) => group.by === name)
    return askGroups(new Map(mine.map((group) => [group.group, group.fired])), threshold)
  }
  const chain = [one.fired, one.referred, one.acknowledged, one.opened, one.presumed, one.grounds]
  return {
    chain: askChain(chain, threshold),
    by: { sex: byName('sex'), age: byName('age'), nationality: byName('nationality') },
  }
}
type Askings = ReturnType<typeof askingsOf>

const learned = (
  one: Fired,
  notKnown: number,
  threshold: number,
  { chain, by: askedBy }: Askings,
  made: ReadonlyMap<unknown, Table | null>,
): SignLearned => {
  const [fired = null, referred = null, acknowledged = null, opened = null, presumed = null, grounds = null] =
    chain.tell(made.get(chain) ?? null)
  const by = { sex: null, age: null, nationality: null } as SignLearned['by']
  for (const name of LEARNING_GROUPS) {
    const asked = askedBy[name]
    // Where the whole is not shown, no part of it is; what a nationality adds up to is the cases that were opened.
    if (asked !== null && (name === 'nationality' ? opened : fired) !== null)
      by[name] = asked.tell(made.get(asked) ?? null)
  }
  return {
    sign: one.sign,
    cameOf: { fired, referred, acknowledged, opened, presumed, grounds },
    notKnown: safeAlone(notKnown, threshold),
    lowered: fired === null || one.fired - one.lowered < threshold ? null : safeAlone(one.lowered, threshold),
    by,
  }
}

/**
 * What signs led to in a quarter, by version of each set, as it may be shown under a threshold.
 * @throws {NotYet} where what may be shown was not worked out yet
 */
export const learnedFrom = async (
  { screenings, fired, firedBy, notKnown }: Counts,
  threshold: number,
  audits: Audits,
): Promise<SetLearned[]> => {
  const byGroup = Map.groupBy(firedBy, keyOf)
  const unknown = new Map(notKnown.map((one) => [keyOf(one), one.count]))
  const signs = fired.map((one) => ({ one, asked: askingsOf(one, byGroup.get(keyOf(one)) ?? [], threshold) }))
  const all = signs.flatMap(({ asked: { chain, by } }) => [chain, ...Object.values(by).filter((one) => one !== null)])
  // One question for all signs; their tables have nothing to do with each other.
  const tables = await audits.answer('each', [threshold, fired, firedBy], () =>
    all.map(({ exact, rule }) => ({ exact, rule })),
  )
  const made = new Map<unknown, Table | null>(all.map((one, at) => [one, tables[at] ?? null]))
  const bySet = Map.groupBy(signs, ({ one }) => `${one.setId}@${one.setVersion}`)
  return screenings.map(({ setId, setVersion, count }) => ({
    setId,
    setVersion,
    screenings: safeAlone(count, threshold),
    signs: (bySet.get(`${setId}@${setVersion}`) ?? []).map(({ one, asked }) =>
      learned(one, unknown.get(keyOf(one)) ?? 0, threshold, asked, made),
    ),
  }))
}
