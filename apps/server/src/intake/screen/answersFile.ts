import type { Answers } from '@ariadne/domain/screening'
import { Answers as AnswersShape } from '@ariadne/domain/screening/definitions'
import { z } from 'zod'

const Signs = z.array(z.string())

/** Answers as somebody writes them by hand. What is left out of `facts` is not so. */
const Written = z.strictObject({
  /** The set version they were given to, as ID@VERSION, when that is another than the one to evaluate with. */
  set: z
    .string()
    .regex(/^[a-z][a-z0-9-]*@\S+$/, 'write it as ID@VERSION, like adult-mixed-flows@1.0.0')
    .optional(),
  signs: Signs,
  notKnown: Signs.optional(),
  facts: z
    .strictObject({
      age: z.union([z.int().min(0).max(120), z.enum(['adult', 'child', 'doubt'])]).optional(),
      alone: z.boolean().optional(),
      separated: z.boolean().optional(),
      adultInDoubt: z.boolean().optional(),
      accompanied: z.boolean().optional(),
      selfIdentified: z.boolean().optional(),
      dangerNow: z.boolean().optional(),
    })
    .default({}),
})
/** Or as the engine and the app hold them. */
const Held = AnswersShape.extend({ set: Written.shape.set })

export const ANSWERS_HELP =
  'JSON: {"signs": [IDs], "notKnown": [IDs], "facts": {"age": adult|child|doubt or years, "alone", "separated", "adultInDoubt", "accompanied", "selfIdentified", "dangerNow": true|false}, "set": "ID@VERSION they were given to"}; only signs is needed'

const ADULT_FROM = 18

/** The least safe company that is said counts: the engine asks who is with a child, and a doubt is no safety. */
const companyOf = (facts: z.infer<typeof Written>['facts']): Answers['circumstances']['accompaniment'] => {
  if (facts.alone) return 'alone'
  if (facts.separated) return 'separated'
  if (facts.adultInDoubt) return 'adult_in_doubt'
  return facts.accompanied ? 'accompanied' : 'na'
}

const childOf = (age: z.infer<typeof Written>['facts']['age']): Answers['circumstances']['childOrDoubt'] => {
  if (typeof age === 'number') return age < ADULT_FROM ? 'yes' : 'no'
  return age === 'child' ? 'yes' : age === 'doubt' ? 'doubt' : 'no'
}

export type ReadAnswers =
  | { ok: true; answers: Answers; set: string | undefined; isHeld: boolean }
  | { ok: false; problems: { field: string; problem: string }[] }

/** Reads an answers file's value, written by hand or as the engine holds it. */
export const readAnswers = (value: unknown): ReadAnswers => {
  const isHeld = typeof value === 'object' && value !== null && ('present' in value || 'circumstances' in value)
  const parsed = isHeld ? Held.safeParse(value) : Written.safeParse(value)
  if (!parsed.success)
    return {
      ok: false,
      problems: parsed.error.issues.map(({ path, message }) => ({
        field: path.join('.') || '(file)',
        problem: message,
      })),
    }
  if ('present' in parsed.data) {
    const { set, ...answers } = parsed.data
    return { ok: true, answers, set, isHeld: true }
  }
  const { set, signs, notKnown, facts } = parsed.data
  const circumstances: Answers['circumstances'] = {
    childOrDoubt: childOf(facts.age),
    accompaniment: companyOf(facts),
    selfIdentified: facts.selfIdentified ?? false,
    dangerNow: facts.dangerNow ?? false,
  }
  return { ok: true, answers: { present: signs, ...(notKnown ? { notKnown } : {}), circumstances }, set, isHeld: false }
}
