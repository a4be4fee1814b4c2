import { lookAgain } from './acts.ts'
import { abroad, here, of, type Way } from './way.ts'

/** From the question to the dossier and the journey, or to what came in between. */
export const untilTravel = async ({ region, elena, genti, going, those, doAll, stage }: Way): Promise<void> => {
  await stage('questions answered', async () => {
    const cases = await region.sql<{ handover_id: string; case_id: string }>(
      'al',
      'select handover_id, case_id from app.handover_thread',
    )
    const byHandover = new Map(cases.map((row) => [row.handover_id, row.case_id]))
    for (const one of going()) {
      one.there = byHandover.get(one.handoverId) ?? ''
      if (one.there === '') one.fault = 'the question never arrived'
    }
    await lookAgain(genti, going(), 'abroad')
    await doAll(
      genti,
      going().map((one) => abroad(one, of(one, 'capability_answered', { answer: 'possible' }))),
    )
  })
  await stage('offers', async () => {
    await lookAgain(elena, going(), 'here')
    await doAll(
      elena,
      going().map((one) =>
        here(
          one,
          of(one, 'offered', {
            agreementId: one.agreementId,
            agreementHash: one.agreementHash,
            recipientKind: 'child_protection',
            needs: ['safe_accommodation', 'reintegration'],
            riskFlags: [],
            child: one.child,
            respondBy: region.at(2),
          }),
        ),
      ),
    )
  })
  await stage('acceptances and declines', async () => {
    await lookAgain(genti, going(), 'abroad')
    await doAll(
      genti,
      going().map((one) =>
        abroad(
          one,
          of(one, 'acknowledged'),
          ...(one.fate === 'taken_back'
            ? []
            : one.fate === 'declined'
              ? [of(one, 'declined', { reason: 'no_place', alternativeUnitId: null })]
              : [
                  of(one, 'accepted', {
                    workerId: genti.memberId,
                    workerName: genti.name,
                    placeType: 'shelter',
                    guardianArrangement: one.child ? 'guardian_ready' : 'not_needed',
                    from: region.day(1),
                    staffLanguages: ['sq'],
                    conditions: [],
                  }),
                ]),
        ),
      ),
    )
  })
  await stage('dossiers, withdrawals, travel', async () => {
    await lookAgain(elena, going(), 'here')
    await doAll(elena, [
      ...those('arrives', 'not_arrived').map((one) =>
        here(
          one,
          of(one, 'person_confirmed', { toldWhoAndWhere: true, privately: true }),
          of(
            one,
            'dossier_sent',
            { classes: ['identity', 'contact'], expiresOn: region.day(200), onwardSharing: false },
            { identity: 'A record without a name', contact: 'Through the office' },
          ),
          of(one, 'logistics_sent', { meetOn: region.day(1), mode: 'escorted_land' }, { logistics: 'At the border' }),
        ),
      ),
      ...those('withdrawn').map((one) =>
        here(one, {
          kind: 'agreement.withdrawn',
          body: { agreementId: one.agreementId, toldWhatCannotBeRecalled: true },
        }),
      ),
      ...those('taken_back').map((one) => here(one, of(one, 'voided', { reason: 'sent_in_error' }))),
    ])
  })
  await stage('travel confirmed, withdrawals acknowledged', async () => {
    await lookAgain(genti, going(), 'abroad')
    await doAll(genti, [
      ...those('arrives', 'not_arrived').map((one) => abroad(one, of(one, 'logistics_confirmed'))),
      ...those('withdrawn').map((one) =>
        abroad(one, of(one, 'withdrawal_acknowledged', { stoppedSharing: true, erased: true })),
      ),
    ])
  })
}
