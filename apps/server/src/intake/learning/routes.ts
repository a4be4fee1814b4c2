import { LEARNING_GROUPS, learningRoutes } from '@ariadne/contract'
import type { SignLearned } from '@ariadne/contract'
import { stamp } from '../../platform/clock.ts'
import { withActor } from '../../platform/database/index.ts'
import { notAllowed, notFound } from '../../platform/problem.ts'
import type { Platform, Register } from '../../platform/stage.ts'
import { keepFeedback, listFeedback } from './feedback.ts'
import { countFired, countFiredBy, countNotKnown, countScreenings } from './fired.ts'
import type { Fired, FiredBy } from './fired.ts'
import { quartersBefore } from './quarters.ts'
import { safeAlone, safeChain, safeGroups } from './safe.ts'

/** Targets of our own (research/domain.md C9): five for a country's own coordinator, eleven for everybody beyond. */
const INSIDE = 5
const BEYOND = 11

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

/** What signs led to, for those who review the sets. Nothing here says anything about one person. */
export const learningOf = (platform: Platform, register: Register): void => {
  const { db, clock } = platform
  register.command('sign.feedback', ({ tx, now, body }) => keepFeedback(tx, body, platform.content.sets, now))

  register.signedIn(learningRoutes.learning, async (c, who) => {
    const isOwn = who.functions.includes('national_coordinator')
    if (!isOwn && !who.functions.includes('secretariat')) throw notAllowed('the secretariat or a national coordinator')
    const threshold = isOwn ? INSIDE : BEYOND
    const quarters = quartersBefore(stamp(clock))
    const wanted = c.req.valid('query').quarter
    const quarter = wanted === undefined ? quarters[0] : quarters.find(({ name }) => name === wanted)
    if (!quarter) throw notFound('quarter')
    const [screenings, fired, groups, notKnown, feedback] = await withActor(db, who.actor, async (tx) => [
      await countScreenings(tx, quarter),
      await countFired(tx, quarter),
      await countFiredBy(tx, quarter),
      await countNotKnown(tx, quarter),
      await listFeedback(tx, quarter),
    ])
    const byGroup = Map.groupBy(groups, keyOf)
    const unknown = new Map(notKnown.map((one) => [keyOf(one), one.count]))
    const sets = []
    for (const { setId, setVersion, count } of screenings) {
      const mine = fired.filter((one) => one.setId === setId && one.setVersion === setVersion)
      const signs: SignLearned[] = []
      for (const one of mine)
        signs.push(await learned(one, byGroup.get(keyOf(one)) ?? [], unknown.get(keyOf(one)) ?? 0, threshold))
      sets.push({ setId, setVersion, screenings: safeAlone(count, threshold), signs })
    }
    return c.json(
      {
        quarters: quarters.map(({ name }) => name),
        quarter: quarter.name,
        until: quarter.until,
        threshold,
        sets,
        feedback: feedback.map((one) => ({ ...one, notes: isOwn ? one.notes : [] })),
      },
      200,
    )
  })
}
