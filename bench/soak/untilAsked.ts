import { mintReference } from '@ariadne/domain'
import { AL, here, of, type Way } from './way.ts'

/** From the open case to the question that is on its way: guardian, best interests, agreement. */
export const untilAsked = async ({
  region,
  elena,
  teuta,
  goran,
  journeys,
  going,
  doAll,
  stage,
}: Way): Promise<void> => {
  await stage('cases opened', async () => {
    await doAll(
      elena,
      journeys.map((journey) =>
        here(
          journey,
          {
            kind: 'case.opened',
            body: {
              reference: mintReference('MK'),
              fileBasis: journey.child ? 'child_protection' : 'person_agreed',
              safeToProceed: true,
              ageBand: journey.record.ageBand,
              sex: journey.record.sex,
              languages: ['sq'],
              confidentialityExplained: true,
              nationalityClaimed: journey.record.citizenship,
              referralId: null,
            },
            texts: { identity: 'A record without a name' },
          },
          { kind: 'identification.presumed', body: { basis: 'professional_concern' } },
          { kind: 'asylum.recorded', body: { status: 'none_pending', explainedIn: 'sq' } },
          {
            kind: 'nationality.recorded',
            body: { country: journey.record.citizenship ?? 'AL', basis: 'family_confirmed_by_social_service' },
          },
          {
            kind: 'risk.assessed',
            body: {
              type: 'pre_return',
              level: 'low',
              validUntil: region.day(25),
              tookPart: ['person', 'social_worker'],
            },
          },
          ...(journey.child
            ? [
                {
                  kind: 'guardian.requested',
                  body: { authorityUnitId: 'unt_mk_csw_gevgelija', preferredSex: 'no_preference', languages: ['sq'] },
                },
              ]
            : []),
        ),
      ),
    )
    await doAll(
      elena,
      journeys
        .filter((one) => one.fate === 'person_says_no')
        .map((one) =>
          here(one, {
            kind: 'agreement.refused',
            body: { purpose: 'take_over_lead', country: 'AL', helpContinues: true },
          }),
        ),
    )
  })
  await stage('guardians and best interests', () =>
    doAll(
      teuta,
      going()
        .filter((one) => one.child)
        .map((one) =>
          here(
            one,
            {
              kind: 'guardian.appointed',
              body: {
                guardianUnitId: 'unt_mk_guardians',
                guardianMemberId: goran.memberId,
                interim: false,
                noConflictOfInterest: true,
              },
            },
            {
              kind: 'best_interests.determined',
              body: { outcome: 'care_in_country', country: 'AL', childHeard: true, guardianHeard: true },
              texts: { best_interests: 'As determined' },
            },
          ),
        ),
    ),
  )
  await stage('agreements and questions', async () => {
    await doAll(
      elena,
      going().map((one) =>
        here(
          one,
          {
            kind: 'agreement.given',
            body: {
              agreementId: one.agreementId,
              recipient: AL,
              classes: ['identity', 'contact'],
              purpose: 'take_over_lead',
              expiresOn: region.day(300),
              language: 'sq',
              interpreter: 'present',
              toldPrivately: true,
              toldMayRefuse: true,
              toldWhatCannotBeRecalled: true,
              lawfulBasis: 'public_task',
              transferBasis: 'to_be_confirmed',
              hash: one.agreementHash,
            },
          },
          of(one, 'capability_asked', {
            role: 'take_lead',
            peer: 'ins_al',
            recipientUnitId: AL.unitId,
            recipientCountry: 'AL',
            needs: ['safe_accommodation', 'reintegration'],
            ageBand: one.record.ageBand,
            sex: one.record.sex,
            languages: ['sq'],
            urgency: 'standard',
            fromOn: region.day(1),
            untilOn: region.day(30),
          }),
        ),
      ),
    )
    await doAll(
      goran,
      going()
        .filter((one) => one.child)
        .map((one) =>
          here(
            one,
            { kind: 'agreement.guardian_authorised', body: { agreementId: one.agreementId } },
            {
              kind: 'agreement.child_assented',
              body: { agreementId: one.agreementId, explainedIn: 'sq', withoutPressure: true },
            },
          ),
        ),
    )
  })
}
