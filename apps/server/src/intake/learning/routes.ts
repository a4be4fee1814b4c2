import { learningRoutes } from '@ariadne/contract'
import { handoverOf } from '../../handover/index.ts'
import { untilThere } from '../../platform/apart/index.ts'
import { stamp } from '../../platform/clock.ts'
import { withActor, withSystem } from '../../platform/database/index.ts'
import { notAllowed, notFound } from '../../platform/problem.ts'
import type { Platform, Register } from '../../platform/stage.ts'
import { keepFeedback, listFeedback } from './feedback.ts'
import { countQuarter, keptCounts } from './fired.ts'
import { BEYOND, INSIDE, learnedFrom } from './learned.ts'
import { quartersBefore } from './quarters.ts'
import { findTold, listHeard, registerTelling } from './tell.ts'

/** What signs led to, for those who review the sets. Nothing here says anything about one person. */
export const learningOf = (platform: Platform, register: Register): void => {
  const { db, clock, config, audits } = platform
  const isCountry = config.instance.country !== undefined
  const counted = keptCounts(() => clock.now().getTime())
  registerTelling(platform, register)
  register.command('sign.feedback', ({ tx, now, body }) => keepFeedback(tx, body, platform.content.sets, now))

  register.signedIn(learningRoutes.learning, async (c, who) => {
    const isOwn = who.functions.includes('national_coordinator')
    if (!isOwn && !who.functions.includes('secretariat'))
      throw notAllowed('the secretariat or a national coordinator', ['national_coordinator', 'secretariat'])
    const threshold = isOwn ? INSIDE : BEYOND
    const quarters = quartersBefore(stamp(clock))
    const wanted = c.req.valid('query').quarter
    const quarter = wanted === undefined ? quarters[0] : quarters.find(({ name }) => name === wanted)
    if (!quarter) throw notFound('quarter')
    const sets = await untilThere(async () => {
      const counts = await counted(quarter, () => withSystem(db, 'learning', (tx) => countQuarter(tx, quarter)))
      return learnedFrom(counts, threshold, audits)
    }, c.req.raw.signal)
    const { feedback, toldAt, countries } = await withActor(db, who.actor, async (tx) => ({
      feedback: await listFeedback(tx, quarter),
      toldAt: await findTold(tx, quarter.name),
      countries: isOwn ? [] : await listHeard(tx, quarter.name),
    }))
    return c.json(
      {
        quarters: quarters.map(({ name }) => name),
        quarter: quarter.name,
        until: quarter.until,
        threshold,
        sets,
        feedback: feedback.map((one) => ({ ...one, notes: isOwn ? one.notes : [] })),
        toldAt,
        mayTell: isOwn && toldAt === null && isCountry && handoverOf(platform) !== undefined,
        countries,
      },
      200,
    )
  })
}
