import { trainingRoutes } from '@ariadne/contract'
import { REFERRAL_SENDERS } from '@ariadne/domain'
import type { Refusal } from '@ariadne/domain'
import { coverageOf, endOfValidity, judgeOpening, opensFor } from '@ariadne/domain/training'
import type { Opening } from '@ariadne/domain/training'
import { judgeCompletion } from '@ariadne/domain/training/definitions'
import { stamp } from '../platform/clock.ts'
import { shiftBack } from '../platform/clock-skew.ts'
import { withActor, withSystem } from '../platform/database/index.ts'
import type { Tx } from '../platform/database/index.ts'
import type { SignedIn } from '../platform/http/env.ts'
import { nameIn } from '../platform/organisation/names.ts'
import { notAllowed } from '../platform/problem.ts'
import type { Platform, Stage } from '../platform/stage.ts'
import { trainingMigrations } from './migrations/index.ts'
import { keepCompletion, listOwnCompletions, listTrainedMembers, readUnitKinds } from './store.ts'
import { waitingCourses } from './waiting.ts'

export type Training = {
  /**
   * Whether something that a course opens was open for a member at a moment; null when it was. Runs as the member.
   * @param at when it was done: what was open on a device with no network stays right when it is sent later
   */
  judge: (tx: Tx, who: SignedIn, opening: Opening, at: string) => Promise<(Refusal & { remedy?: string }) | null>
}

export const trainingOf = (platform: Pick<Platform, 'services'>): Training => {
  const door = platform.services.get('training') as Training | undefined
  if (door === undefined) throw new Error('The training stage has to start before the stages that use it.')
  return door
}

/** Sees every organisation's counts; a case coordinator sees those of their own. */
const SEES_ALL = ['national_coordinator', 'instance_admin']

/** Those who screen: nobody else works with what a course opens. */
const SCREENS: readonly string[] = REFERRAL_SENDERS

const learnerOf = async (tx: Tx, who: SignedIn) => ({
  functions: who.functions,
  unitKinds: await readUnitKinds(
    tx,
    who.memberships.map(({ unitId }) => unitId),
  ),
})

/** Short courses: what a member has done, what that opens, and how far an organisation has come. */
export const trainingStage: Stage = {
  name: 'training',
  migrations: trainingMigrations,
  start: (platform, register) => {
    const courses = platform.content.courses.map(({ course }) => course)
    const findSet = (id: string, version: string) =>
      platform.content.sets.find(({ set }) => set.id === id && set.version === version)?.set

    platform.services.set('training', {
      judge: async (tx, who, opening, at) => {
        const [learner, completions] = [await learnerOf(tx, who), await listOwnCompletions(tx)]
        return judgeOpening(opensFor(learner, courses, completions, at), opening)
      },
    } satisfies Training)

    register.command('training.complete', async ({ tx, who, now, skewMs, body }) => {
      const completion = { ...body.completion, completedAt: shiftBack(body.completion.completedAt, skewMs) }
      const course = courses.find(({ id, version }) => id === completion.courseId && version === completion.version)
      const refusal = judgeCompletion(completion, course, findSet, now)
      if (refusal !== null || course === undefined)
        return {
          status: 'refused',
          code: refusal?.code ?? 'course_unknown',
          ...(refusal?.field === undefined ? {} : { field: `completion.${refusal.field}` }),
        }
      const validUntil = endOfValidity(course, completion.completedAt)
      const kept = await keepCompletion(tx, who.memberId, completion, { validUntil, receivedAt: now })
      return kept === 'other'
        ? { status: 'refused', code: 'completion_id_reused', field: 'completion.completionId' }
        : {
            status: 'accepted',
            result: {
              courseId: course.id,
              version: course.version,
              completedAt: completion.completedAt,
              validUntil,
            },
          }
    })

    register.signedIn(trainingRoutes.training, async (c, who) =>
      c.json({ completions: await withActor(platform.db, who.actor, listOwnCompletions) }, 200),
    )

    register.signedIn(trainingRoutes.trainingCoverage, async (c, who) => {
      const seesAll = who.functions.some((name) => SEES_ALL.includes(name))
      if (!seesAll && !who.functions.includes('case_coordinator'))
        throw notAllowed('a coordinator or the administrator of this instance', ['case_coordinator', ...SEES_ALL])
      const members = await withSystem(platform.db, 'training coverage', (tx) =>
        listTrainedMembers(tx, seesAll ? null : who.organisationId),
      )
      const now = stamp(platform.clock)
      const organisations = [...Map.groupBy(members, ({ organisationId }) => organisationId)].map(
        ([organisationId, people]) => ({
          organisationId,
          name: nameIn(people[0]?.organisationName ?? {}, who.language),
          members: people.length,
          courses: coverageOf(people, courses, now),
        }),
      )
      return c.json({ now, organisations } as never, 200)
    })

    const lines = async (tx: Tx, who: SignedIn, now: string) => {
      const [first] = who.memberships
      if (!first || !who.functions.some((name) => SCREENS.includes(name))) return []
      const learner = await learnerOf(tx, who)
      return waitingCourses({ learner, unitId: first.unitId, since: now }, courses, await listOwnCompletions(tx), now)
    }
    register.queues({
      names: ['course_waiting'],
      summary: async (tx, who, now) => {
        const all = await lines(tx, who, now)
        const overdue = all.filter((line) => line.overdue).length
        return all.length === 0 ? [] : [{ queue: 'course_waiting', count: all.length, overdue, first: all.slice(0, 3) }]
      },
      page: async (tx, who, _queue, _after, now) => ({ entries: await lines(tx, who, now), next: null }),
    })
  },
}
