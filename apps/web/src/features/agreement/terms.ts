import { type DossierClass, vocabulary } from '@ariadne/domain'
import type { DirectoryUnit } from '@ariadne/contract'
import { readDay } from '../../lib/day.ts'

/** What is being asked of the person, as it is kept on the device while they talk. The id is minted once. */
export interface Terms {
  readonly agreementId: string
  readonly purpose: string
  readonly unitId: string
  readonly classes: readonly DossierClass[]
  /** As typed: year-month-day. */
  readonly expiresOn: string
  readonly lawfulBasis: string
  readonly transferBasis: string
  readonly language: string
  readonly interpreter: string
  readonly talk: { readonly at: number; readonly answers: Readonly<Record<string, readonly string[]>> }
  readonly decision: 'all' | 'part' | 'none' | null
  /** What was agreed to, where it was a part. */
  readonly kept: readonly DossierClass[]
  readonly privately: boolean
  readonly mayRefuse: boolean
  readonly cannotRecall: boolean
  readonly helpContinues: boolean
  readonly reached: boolean
}

export const STEPS = ['who', 'what', 'until', 'talk', 'decide', 'check'] as const
export type Step = (typeof STEPS)[number]
export const isStep = (text: string | undefined): text is Step => STEPS.includes(text as Step)
export const stepAfter = (terms: Terms, step: Step): Step =>
  terms.reached && step !== 'check' ? 'check' : (STEPS[STEPS.indexOf(step) + 1] ?? 'check')
export const stepBefore = (step: Step): Step | null => STEPS[STEPS.indexOf(step) - 1] ?? null

export const emptyTerms = (agreementId: string, given: Partial<Terms> = {}): Terms => ({
  agreementId,
  purpose: '',
  unitId: '',
  classes: [],
  expiresOn: '',
  lawfulBasis: '',
  transferBasis: '',
  language: '',
  interpreter: '',
  talk: { at: 0, answers: {} },
  decision: null,
  kept: [],
  privately: false,
  mayRefuse: false,
  cannotRecall: false,
  helpContinues: false,
  reached: false,
  ...given,
})

/** Purposes that always mean another country. */
const ABROAD: readonly string[] = ['take_over_lead', 'family_assessment', 'return_support']
/** Purposes that never do. */
const HERE: readonly string[] = ['service_in_country']

/** Units that can be a recipient for a purpose: they have a key to seal to, in the country the purpose means. */
export const recipientsFor = (purpose: string, units: readonly DirectoryUnit[], ownInstance: string): DirectoryUnit[] =>
  units.filter((unit) => {
    const here = unit.instanceId === ownInstance
    if (ABROAD.includes(purpose) && here) return false
    if (HERE.includes(purpose) && !here) return false
    if (purpose === 'introduction_to_police')
      return here && ['border_police', 'investigation', 'identification_authority', 'nrm_office'].includes(unit.kind)
    return unit.publicKey !== null
  })

/** An introduction needs no papers to go along. */
export const mayBeEmpty = (purpose: string): boolean => purpose === 'introduction_to_police'

export const agreedClasses = (terms: Terms): readonly DossierClass[] =>
  terms.decision === 'part' ? terms.classes.filter((one) => terms.kept.includes(one)) : terms.classes

export const dayOf = (terms: Terms): string | null => {
  const read = readDay(terms.expiresOn)
  return 'day' in read ? read.day : null
}

/** The day so many days from now. */
export const dayAfter = (now: string, days: number): string =>
  new Date(Date.parse(now) + days * 86_400_000).toISOString().slice(0, 10)

export const transferBasisOf = (terms: Terms, abroad: boolean): string =>
  abroad ? terms.transferBasis : 'not_needed_same_country'

export interface TermsProblem {
  readonly field: string
  /** Message id. */
  readonly message: string
}
const missing = (field: string, message = `agreement.missing.${field}`): TermsProblem[] => [{ field, message }]

/** What still has to be said before a step is done. */
export const termsProblems = (
  terms: Terms,
  step: Step,
  { abroad, now }: { abroad: boolean; now: string },
): TermsProblem[] => {
  switch (step) {
    case 'who':
      return [...(terms.purpose ? [] : missing('purpose')), ...(terms.unitId ? [] : missing('unitId'))]
    case 'what':
      return terms.classes.length > 0 || mayBeEmpty(terms.purpose) ? [] : missing('classes')
    case 'until': {
      const day = dayOf(terms)
      return [
        ...(day ? [] : missing('expiresOn')),
        ...(day && day < now.slice(0, 10) ? missing('expiresOn', 'refusal.date_in_past') : []),
        ...(terms.lawfulBasis ? [] : missing('lawfulBasis')),
        ...(abroad && (!terms.transferBasis || terms.transferBasis === 'not_needed_same_country')
          ? missing('transferBasis', 'refusal.transfer_basis_needed')
          : []),
      ]
    }
    case 'talk':
      return [...(terms.language ? [] : missing('language')), ...(terms.interpreter ? [] : missing('interpreter'))]
    case 'decide':
      if (!terms.decision) return missing('decision')
      if (terms.decision === 'none') return terms.helpContinues ? [] : missing('helpContinues')
      return [
        ...(terms.decision === 'part' && agreedClasses(terms).length === 0 ? missing('kept') : []),
        ...(terms.privately ? [] : missing('privately')),
        ...(terms.mayRefuse ? [] : missing('mayRefuse')),
        ...(terms.cannotRecall ? [] : missing('cannotRecall')),
      ]
    case 'check':
      return []
  }
}

/** The first step that is not done yet, or null when all is said. */
export const firstOpenStep = (terms: Terms, around: { abroad: boolean; now: string }): Step | null =>
  STEPS.find((step) => termsProblems(terms, step, around).length > 0) ?? null

/** What the talk ended with, as a decision to start from; the worker confirms it. */
export const decisionOf = (answers: Terms['talk']['answers']): Terms['decision'] => {
  const chosen = answers['decision']?.[0]
  if (chosen === 'no_to_all') return 'none'
  if (chosen === 'yes_to_all') return 'all'
  return chosen === 'yes_to_a_part' || chosen === 'yes_but_not_police' ? 'part' : null
}

export const PURPOSES = vocabulary.AgreementPurpose.options
export const LAWFUL_BASES = vocabulary.LawfulBasis.options
export const TRANSFER_BASES = vocabulary.TransferBasis.options.filter((one) => one !== 'not_needed_same_country')
