import { mintReference } from '@ariadne/domain'
import { handoverOf } from '../handover/index.ts'
import type { Instance } from '../instance.ts'
import { refer, screen, type Bundle, type Observed } from './firstContact.ts'
import * as steps from './handoverSteps.ts'
import type { Person } from './person.ts'

export type SeededCountry = { people: Map<string, Person>; instance: Instance }

const AL_CHILD: steps.Recipient = {
  instanceId: 'ins_al',
  unitId: 'unt_al_child',
  country: 'AL',
  kind: 'child_protection',
}
const SE_COMPENSATION: steps.Recipient = {
  instanceId: 'ins_se',
  unitId: 'unt_se_compensation',
  country: 'SE',
  kind: 'victim_support_authority',
}

const inDays = (who: Person, count: number): string =>
  new Date(Date.parse(who.now()) + count * 86_400_000).toISOString()
const dayIn = (who: Person, count: number): string => inDays(who, count).slice(0, 10)

const openCase = (
  worker: Person,
  country: string,
  about: { ageBand: string; sex: string; language: string; name: string },
) =>
  worker.openCase(
    {
      reference: mintReference(country),
      fileBasis: about.ageBand === '16_17' ? 'child_protection' : 'person_agreed',
      safeToProceed: true,
      ageBand: about.ageBand,
      sex: about.sex,
      languages: [about.language],
      confidentialityExplained: true,
      nationalityClaimed: null,
      referralId: null,
    },
    { identity: `${about.name}, a fictional person` },
  )

const child = { ageBand: '16_17', sex: 'Feminine', language: 'sq' } as const
const adult = { ageBand: '25_39', sex: 'Feminine', language: 'sq' } as const

const asked = (who: Person, about: { ageBand: string; sex: string; language: string }, needs: readonly string[]) => ({
  needs,
  ageBand: about.ageBand,
  sex: about.sex,
  languages: [about.language],
  fromOn: dayIn(who, 3),
  untilOn: dayIn(who, 60),
})

/** A referral that somebody in the morning finds on their board. */
const referOne = async (
  who: Person,
  toUnitId: string,
  observed: Observed,
  basis: 'child_protection' | 'person_agreed',
) => {
  const bundle = await who.get<Bundle>('/api/content/bundle')
  const { screening, command } = screen(who, bundle, observed)
  const referral = await refer(who, screening, {
    toUnitId,
    urgency: 'today',
    basis,
    texts: { contact: 'Ask the outreach team; a fictional place' },
  })
  await who.send(command, referral.command)
}

const encounter = (language: string, country: string, ageBand: string, accompaniment: string) =>
  ({
    placeType: 'registration_centre',
    country,
    language,
    interpreter: 'present',
    safeToTalk: 'yes',
    ageBand,
    sex: 'Masculine',
    accompaniment,
  }) as Observed['encounter']

/**
 * First cases of the demo, at different stages, so that every desk has something on it. Made by the commands that
 * people send, and sealed as browsers seal: whoever may open them can.
 */
export const seedCases = async (region: ReadonlyMap<string, SeededCountry>): Promise<void> => {
  const who = (code: string, login: string): Person => {
    const found = region.get(code)?.people.get(login)
    if (!found) throw new Error(`${login} of ${code} has not signed in while the region was made.`)
    return found
  }
  const carry = async (): Promise<void> => {
    for (let round = 0; round < 2; round += 1)
      for (const { instance } of region.values()) await handoverOf(instance.platform)?.worker.sweep()
  }
  const [mira, elena, agim, teuta, goran] = ['mira', 'elena', 'agim', 'teuta', 'goran'].map((login) =>
    who('mk', login),
  ) as [Person, Person, Person, Person, Person]
  const genti = who('al', 'genti')
  const jelena = who('rs', 'jelena')
  const ivana = who('rs', 'ivana')

  await Promise.all([
    referOne(
      mira,
      'unt_mk_nrm_skopje',
      {
        setId: 'child-alone-or-separated',
        present: ['adult_knows_little'],
        encounter: encounter('ar', 'MK', '12_15', 'adult_in_doubt'),
      },
      'child_protection',
    ),
    referOne(
      jelena,
      'unt_rs_protection',
      {
        setId: 'adult-mixed-flows',
        present: ['papers_taken', 'owes_for_journey'],
        encounter: encounter('ar', 'RS', '18_24', 'alone'),
      },
      'person_agreed',
    ),
    // A girl who waits for her guardian.
    (async () => {
      const caseId = await openCase(agim, 'MK', { ...child, name: 'Fictional Girl' })
      await agim.act(caseId, 'guardian.requested', {
        authorityUnitId: 'unt_mk_csw_gevgelija',
        preferredSex: 'Feminine',
        languages: ['sq'],
      })
    })(),
    // A woman who rests and decides later.
    (async () => {
      const caseId = await openCase(ivana, 'RS', { ...adult, language: 'ro', name: 'Fictional Woman' })
      await ivana.act(caseId, 'identification.presumed', { basis: 'self_identification' })
      await ivana.act(caseId, 'reflection.started', {
        endsOn: dayIn(ivana, 40),
        lengthBasis: 'convention_minimum_30_days',
      })
      await ivana.act(caseId, 'asylum.recorded', { status: 'none_pending', explainedIn: 'ro' })
      const giving: steps.Giving = {
        caseId,
        role: 'provide_service',
        to: SE_COMPENSATION,
        classes: ['identity', 'legal_status'],
        language: 'ro',
        expiresOn: dayIn(ivana, 180),
      }
      const agreed = await steps.agree(ivana, giving)
      const handoverId = await steps.ask(
        ivana,
        giving,
        asked(ivana, { ...adult, language: 'ro' }, ['compensation_claim']),
      )
      await carry()
      const ingrid = who('se', 'ingrid')
      const there = await steps.findCaseOf(ingrid, handoverId)
      await ingrid.act(there, 'handover.capability_answered', { handoverId, answer: 'possible' })
      await carry()
      await steps.offer(ivana, giving, {
        handoverId,
        agreed,
        needs: ['compensation_claim'],
        child: false,
        respondBy: inDays(ivana, 3),
      })
    })(),
  ])

  // A boy whose family in Albania is being asked about, and a woman whose offer waits for an answer there.
  const boy = await openCase(elena, 'MK', { ...child, sex: 'Masculine', name: 'Fictional Boy' })
  await elena.act(boy, 'guardian.requested', {
    authorityUnitId: 'unt_mk_csw_gevgelija',
    preferredSex: 'no_preference',
    languages: ['sq'],
  })
  await teuta.act(boy, 'guardian.appointed', {
    guardianUnitId: 'unt_mk_guardians',
    guardianMemberId: goran.memberId,
    interim: false,
    noConflictOfInterest: true,
  })
  const assessment: steps.Giving = {
    caseId: boy,
    role: 'family_assessment',
    to: AL_CHILD,
    classes: ['identity', 'family'],
    language: 'sq',
    expiresOn: dayIn(elena, 90),
  }
  await steps.agree(elena, assessment)
  await steps.ask(elena, assessment, asked(elena, { ...child, sex: 'Masculine' }, ['child_care', 'family_tracing']))

  const woman = await openCase(elena, 'MK', { ...adult, name: 'Fictional Traveller' })
  await elena.act(woman, 'asylum.recorded', { status: 'none_pending', explainedIn: 'sq' })
  await elena.act(woman, 'nationality.recorded', { country: 'AL', basis: 'document_seen' })
  await elena.act(woman, 'risk.assessed', {
    type: 'pre_return',
    level: 'low',
    validUntil: dayIn(elena, 25),
    tookPart: ['person', 'social_worker'],
  })
  const return_: steps.Giving = {
    caseId: woman,
    role: 'take_lead',
    to: AL_CHILD,
    classes: ['identity', 'contact', 'support_plan'],
    language: 'sq',
    expiresOn: dayIn(elena, 200),
  }
  const agreed = await steps.agree(elena, return_)
  const handoverId = await steps.ask(elena, return_, asked(elena, adult, ['safe_accommodation', 'reintegration']))
  await carry()
  const there = await steps.findCaseOf(genti, handoverId)
  await genti.act(there, 'handover.capability_answered', { handoverId, answer: 'possible' })
  await carry()
  await steps.offer(elena, return_, {
    handoverId,
    agreed,
    needs: ['safe_accommodation', 'reintegration'],
    child: false,
    respondBy: inDays(elena, 2),
  })
  await carry()
}
