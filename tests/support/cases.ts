import { mintReference } from '@ariadne/domain'
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
