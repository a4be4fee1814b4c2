import { lookAgain } from './acts.ts'
import type { Step } from './journey.ts'
import { abroad, here, of, type Way } from './way.ts'

/** From the day of arrival through half a year of feedback to the close on both sides. */
export const untilClosed = async ({
  region,
  elena,
  genti,
  journeys,
  going,
  those,
  doAll,
  stage,
}: Way): Promise<void> => {
  await region.days(1)
  await stage('arrivals', async () => {
    await lookAgain(genti, those('arrives', 'not_arrived'), 'abroad')
    await doAll(genti, [
      ...those('arrives').map((one) =>
        abroad(one, of(one, 'arrival_confirmed', { metBy: genti.memberId, codeWordGiven: true })),
      ),
      ...those('not_arrived').map((one) => abroad(one, of(one, 'not_arrived'))),
    ])
  })
  let passed = 0
  for (const day of [7, 30, 90, 180]) {
    await region.days(day - passed)
    passed = day
    await stage(`feedback after ${day} days`, () =>
      doAll(
        genti,
        those('arrives').map((one) =>
          abroad(one, of(one, 'feedback_given', { day, serviceStarted: true, safe: 'yes', nextContactOn: null })),
        ),
      ),
    )
  }
  await stage('closed here', async () => {
    await lookAgain(elena, going(), 'here')
    const close = (reason: string): Step => ({
      kind: 'case.closed',
      body: { reason, personInformed: 'yes', tasksReassigned: true },
    })
    await doAll(elena, [
      ...those('arrives').map((one) => here(one, of(one, 'closed'), close('lead_handed_over'))),
      ...those('declined', 'withdrawn', 'taken_back').map((one) => here(one, close('person_wishes'))),
    ])
  })
  await stage('closed there', async () => {
    await lookAgain(genti, going(), 'abroad')
    await doAll(
      genti,
      those('arrives').map((one) =>
        abroad(one, {
          kind: 'case.closed',
          body: { reason: 'goals_reached', personInformed: 'yes', tasksReassigned: true },
        }),
      ),
    )
  })
  await lookAgain(elena, journeys, 'here')
  await lookAgain(genti, going(), 'abroad')
}
