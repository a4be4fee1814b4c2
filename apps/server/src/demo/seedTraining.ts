import { mintId } from '@ariadne/domain'
import { coursesInForce, endOfValidity, isMeantFor } from '@ariadne/domain/training'
import type { Course } from '@ariadne/domain/training'
import { sql } from 'kysely'
import type { Database } from '../platform/database/index.ts'
import { memberIdOf, type DemoCountry, type DemoPerson } from './people.ts'

const DAY = 86_400_000
/** Long enough ago that a course of twelve months ends within the month. */
const NEARLY_A_YEAR = 350

const doneDaysAgo = (person: DemoPerson): number | null =>
  ({ not_begun: null, ends_soon: NEARLY_A_YEAR, done: 60 })[person.training ?? 'done']

/**
 * The courses that the fictional people have behind them, so that every story can be walked: those that open something.
 * Somebody who is new has done none, and somebody's end soon. Run as the owner.
 */
export const seedTraining = async (
  owner: Database,
  country: DemoCountry,
  courses: readonly Course[],
  now: Date,
): Promise<void> => {
  const kinds = new Map(country.organisations.flatMap(({ units }) => units.map(({ id, kind }) => [id, kind])))
  for (const person of country.people) {
    const daysAgo = doneDaysAgo(person)
    if (daysAgo === null) continue
    const learner = {
      functions: person.memberships.flatMap(({ functions }) => functions),
      unitKinds: person.memberships.flatMap(({ unit }) => kinds.get(unit) ?? []),
    }
    const completedAt = new Date(now.getTime() - daysAgo * DAY).toISOString()
    for (const course of coursesInForce(courses, now.toISOString()))
      if (course.opens.length > 0 && isMeantFor(course, learner))
        await sql`insert into training_completion
          (completion_id, member_id, course_id, course_version, completed_at, valid_until, received_at)
          values (${mintId<string>(now.getTime())}, ${memberIdOf(country, person)}, ${course.id}, ${course.version},
            ${completedAt}, ${endOfValidity(course, completedAt)}, ${completedAt})`.execute(owner)
  }
}
