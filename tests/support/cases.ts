import { mintReference } from '@ariadne/domain'
import { screen, type Bundle } from '../../apps/server/src/demo/firstContact.ts'
import type { Person } from '../../apps/server/src/demo/person.ts'

/** A case of an adult, open, asylum explained, so that a handover of one task can begin. */
export const openAdultCase = async (
  coordinator: Person,
  person: Partial<{ identity: string; languages: string[] }> = {},
): Promise<string> => {
  const { identity = 'Fictional Adult', languages = ['sq'] } = person
  const caseId = await coordinator.openCase(
    {
      reference: mintReference((coordinator.me().instance.country || 'XK').slice(0, 2)),
      fileBasis: 'person_agreed',
      safeToProceed: true,
      ageBand: '25_39',
      sex: 'Feminine',
      languages,
      confidentialityExplained: true,
      nationalityClaimed: null,
      referralId: null,
    },
    { identity },
  )
  await coordinator.act(caseId, 'asylum.recorded', { status: 'none_pending', explainedIn: languages[0] })
  return caseId
}

/** The screening of a boy who may be a child, with a man who is no relative: perhaps a child, and alone. */
export const screenBoy = (officer: Person, bundle: Bundle) =>
  screen(officer, bundle, {
    setId: 'child-alone-or-separated',
    present: ['no_bond_with_adult'],
    encounter: {
      placeType: 'registration_centre',
      country: 'MK',
      language: 'sq',
      interpreter: 'none_available',
      safeToTalk: 'yes',
      ageBand: 'doubt_child',
      sex: 'Masculine',
      accompaniment: 'adult_in_doubt',
    },
  })

/** The boy's case, opened as a child's because it may be one. */
export const openBoysCase = (
  coordinator: Person,
  texts: Parameters<Person['openCase']>[1],
  referralId: string | null = null,
): Promise<string> =>
  coordinator.openCase(
    {
      reference: mintReference('MK'),
      fileBasis: 'child_protection',
      safeToProceed: true,
      ageBand: 'doubt_child',
      sex: 'Masculine',
      languages: ['sq'],
      confidentialityExplained: true,
      nationalityClaimed: null,
      referralId,
    },
    texts,
  )

/** Asks the centre for social work for a guardian. */
export const requestGuardian = (coordinator: Person, caseId: string) =>
  coordinator.act(caseId, 'guardian.requested', {
    authorityUnitId: 'unt_mk_csw_gevgelija',
    preferredSex: 'no_preference',
    languages: ['sq'],
  })

/** The authority appoints one, who has no conflict of interest. */
export const appointGuardian = (authority: Person, caseId: string, guardian: Person, interim = false) =>
  authority.act(caseId, 'guardian.appointed', {
    guardianUnitId: 'unt_mk_guardians',
    guardianMemberId: guardian.memberId,
    interim,
    noConflictOfInterest: true,
  })
