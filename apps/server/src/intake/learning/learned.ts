import { LEARNING_GROUPS } from '@ariadne/contract'
import type { SetLearned, SignLearned } from '@ariadne/contract'
import type { Tx } from '../../platform/database/index.ts'
import { countFired, countFiredBy, countNotKnown, countScreenings } from './fired.ts'
import type { Fired, FiredBy } from './fired.ts'
import type { Quarter } from './quarters.ts'
import { safeAlone, safeChain, safeGroups } from './safe.ts'

/** Targets of our own (research/domain.md C9): five for a country's own coordinator, eleven for everybody beyond. */
export const INSIDE = 5
export const BEYOND = 11

const keyOf = ({ setId, setVersion, sign }: { setId: string; setVersion: string; sign?: string }): string =>
  `${setId}@${setVersion} ${sign ?? ''}`

const learned = async (
  one: Fired,
  groups: readonly FiredBy[],
  notKnown: number,
  threshold: number,
): Promise<SignLearned> => {
  const [fired = null, referred = null, acknowledged = null, opened = null, presumed = null, grounds = null] =
    await safeChain([one.fired, one.referred, one.acknowledged, one.opened, one.presumed, one.grounds], threshold)
  const by = { sex: null, age: null, nationality: null } as SignLearned['by']
  for (const name of LEARNING_GROUPS) {
    // Where the whole is not shown, no part of it is; what a nationality adds up to is the cases that were opened.
    if ((name === 'nationality' ? opened : fired) === null) continue
    const mine = groups.filter((group) => group.by === name)
    by[name] = await safeGroups(new Map(mine.map((group) => [group.group, group.fired])), threshold)
  }
  return {
    sign: one.sign,
    cameOf: { fired, referred, acknowledged, opened, presumed, grounds },
    notKnown: safeAlone(notKnown, threshold),
    lowered: fired === null || one.fired - one.lowered < threshold ? null : safeAlone(one.lowered, threshold),
    by,
  }
}

/** What signs led to in a quarter, by version of each set, as it may be shown under a threshold. */
export const learnedIn = async (tx: Tx, quarter: Quarter, threshold: number): Promise<SetLearned[]> => {
  const screenings = await countScreenings(tx, quarter)
  const fired = await countFired(tx, quarter)
  const byGroup = Map.groupBy(await countFiredBy(tx, quarter), keyOf)
  const unknown = new Map((await countNotKnown(tx, quarter)).map((one) => [keyOf(one), one.count]))
  const sets: SetLearned[] = []
  for (const { setId, setVersion, count } of screenings) {
    const signs: SignLearned[] = []
    for (const one of fired)
      if (one.setId === setId && one.setVersion === setVersion)
        signs.push(await learned(one, byGroup.get(keyOf(one)) ?? [], unknown.get(keyOf(one)) ?? 0, threshold))
    sets.push({ setId, setVersion, screenings: safeAlone(count, threshold), signs })
  }
  return sets
}
