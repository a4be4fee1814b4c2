import { type Actor, type DataClass, mintReference, vocabulary } from '@ariadne/domain'
import type { Draft } from '../../../lib/case/submit.ts'
import type { ReferralView } from '../../../lib/case/referral.ts'
import type { SealedText } from '../../../lib/vault/parts.ts'

/** A case that is being opened, as it is kept on the device while it is written. Ids are minted once, so that nothing doubles. */
export interface Opening {
  readonly caseId: string
  readonly reference: string
  readonly safe: 'yes' | 'no' | null
  readonly ageBand: string
  readonly sex: string
  readonly nationality: string
  readonly languages: readonly string[]
  readonly explained: 'yes' | 'no' | null
  readonly explainedIn: string
  readonly interpreter: string
  readonly understood: boolean
  readonly basis: string
  readonly sealed: Readonly<Partial<Record<DataClass, SealedText>>>
  /** Whether the referral's sealed parts were opened and stand in `sealed`. */
  readonly carried: boolean
  readonly assign: 'later' | 'somebody' | null
  readonly unitId: string
  readonly memberId: string
  readonly function: string
  readonly classes: readonly DataClass[]
  /** Once everything was asked, each change leads back to the summary. */
  readonly reached: boolean
}

export const STEPS = ['safe', 'person', 'talk', 'basis', 'identity', 'assign', 'check'] as const
export type Step = (typeof STEPS)[number]
export const isStep = (text: string | undefined): text is Step => STEPS.includes(text as Step)

/** What a worker who is brought in usually needs; the coordinator changes it. */
export const USUAL_CLASSES: readonly DataClass[] = [
  'identity',
  'contact',
  'safety_plan',
  'support_plan',
  'medical_essentials',
]

export const emptyOpening = (caseId: string, country: string, view: ReferralView | null): Opening => ({
  caseId,
  reference: mintReference(country),
  safe: null,
  ageBand: view?.referral.ageBand ?? '',
  sex: view?.referral.sex ?? '',
  nationality: '',
  languages: view ? [view.referral.language] : [],
  explained: null,
  explainedIn: view?.referral.language ?? '',
  interpreter: '',
  understood: false,
  basis: view?.referral.basis === 'child_protection' ? 'child_protection' : '',
  sealed: {},
  carried: false,
  assign: null,
  unitId: '',
  memberId: '',
  function: 'case_worker',
  classes: USUAL_CLASSES,
  reached: false,
})

export const isChildOpening = (opening: Opening): boolean =>
  opening.ageBand !== '' && vocabulary.isChild(opening.ageBand as never)

/** The basis that goes into the file: a child's is always child protection. */
export const basisOf = (opening: Opening): string =>
  isChildOpening(opening) ? 'child_protection' : opening.basis === 'child_protection' ? '' : opening.basis

/** An anonymous file keeps no identity. */
export const sealedOf = (opening: Opening): [DataClass, SealedText][] =>
  (Object.entries(opening.sealed) as [DataClass, SealedText][])
    .filter(([partClass]) => basisOf(opening) !== 'anonymous' || (partClass !== 'identity' && partClass !== 'contact'))
    .flatMap(([partClass, text]) => {
      const kept = Object.entries(text).filter(([, entry]) => entry.trim() !== '')
      return kept.length > 0 ? [[partClass, Object.fromEntries(kept)] as [DataClass, SealedText]] : []
    })

/** The step after this one: a child's basis is not a question, so it is not asked. */
export const stepAfter = (opening: Opening, step: Step): Step => {
  if (opening.reached && step !== 'check') return 'check'
  const next = STEPS[STEPS.indexOf(step) + 1] ?? 'check'
  return next === 'basis' && isChildOpening(opening) ? 'identity' : next
}
export const stepBefore = (opening: Opening, step: Step): Step | null => {
  const before = STEPS[STEPS.indexOf(step) - 1]
  if (!before) return null
  return before === 'basis' && isChildOpening(opening) ? 'talk' : before
}

export interface StepProblem {
  readonly field: string
  /** Message id. */
  readonly message: string
}
const missing = (field: string, message = `referral.opening.missing.${field}`): StepProblem[] => [{ field, message }]

/** What still has to be said before a step is done. */
export const stepProblems = (opening: Opening, step: Step): StepProblem[] => {
  switch (step) {
    case 'safe':
      return opening.safe ? [] : missing('safe')
    case 'person':
      return [...(opening.ageBand ? [] : missing('ageBand')), ...(opening.sex ? [] : missing('sex'))]
    case 'talk':
      return [
        ...(opening.languages.length > 0 ? [] : missing('languages')),
        ...(opening.explained ? [] : missing('explained')),
        ...(opening.explained === 'no' && !isChildOpening(opening)
          ? missing('explained', 'refusal.confidentiality_first')
          : []),
        ...(opening.explained === 'yes' && !opening.explainedIn ? missing('explainedIn') : []),
        ...(opening.explained === 'yes' && !opening.interpreter ? missing('interpreter') : []),
        ...(opening.explained === 'yes' && !opening.understood ? missing('understood') : []),
      ]
    case 'basis':
      return basisOf(opening) ? [] : missing('basis')
    case 'assign':
      if (!opening.assign) return missing('assign')
      return opening.assign === 'somebody' && !opening.unitId ? missing('unitId') : []
    default:
      return []
  }
}

/** The first step that is not done yet, or null when the case can be opened. */
export const firstOpenStep = (opening: Opening): Step | null =>
  opening.safe === 'no'
    ? 'safe'
    : (STEPS.find((step) => !(step === 'basis' && isChildOpening(opening)) && stepProblems(opening, step).length > 0) ??
      null)

/** The acts that open the case, in order; those who are brought in come before what is sealed, so that they can read it. */
export const openingActs = (opening: Opening, view: ReferralView | null, by: Actor): Draft[] => [
  {
    kind: 'case.opened',
    by,
    body: {
      reference: opening.reference,
      fileBasis: basisOf(opening),
      safeToProceed: true,
      ageBand: opening.ageBand,
      sex: opening.sex,
      languages: opening.languages,
      confidentialityExplained: opening.explained === 'yes',
      nationalityClaimed: opening.nationality || null,
      referralId: view?.referral.referralId ?? null,
    },
  },
  ...(opening.explained === 'yes'
    ? [
        {
          kind: 'confidentiality.explained',
          by,
          body: { language: opening.explainedIn, interpreter: opening.interpreter, understood: true },
        },
      ]
    : []),
  ...(view?.screening && view.referral.screeningId
    ? [
        {
          kind: 'screening.linked',
          by,
          body: {
            screeningId: view.referral.screeningId,
            setId: view.screening.setId,
            setVersion: view.screening.setVersion,
            outcome: view.screening.outcome,
          },
        },
      ]
    : []),
  ...(opening.assign === 'somebody'
    ? [
        {
          kind: 'access.assigned',
          by,
          body: {
            unitId: opening.unitId,
            memberId: opening.memberId || null,
            function: opening.function,
            classes: opening.classes,
          },
        },
      ]
    : []),
  ...sealedOf(opening).map(([partClass, text]) => ({
    kind: 'person.sealed_recorded',
    by,
    body: { class: partClass },
    texts: { [partClass]: text },
  })),
]
