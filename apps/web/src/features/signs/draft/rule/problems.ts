import type { SetProblem } from '@ariadne/domain/screening'
import type { OpenDraft } from '../useDraftOfSet.ts'

/** What is wrong with one rule: with what it asks for, and with its words in any language. */
export const problemsOfRule = (
  { problems, working }: Pick<OpenDraft, 'problems' | 'working'>,
  id: string,
): SetProblem[] => {
  if (working.kind !== 'set') return []
  const { rules } = working.definition
  return problems.filter(({ file, path: [first, at] }) =>
    file.endsWith('.json')
      ? first === `rule.${id}`
      : first === 'rules' && typeof at === 'number' && rules[at]?.id === id,
  )
}
