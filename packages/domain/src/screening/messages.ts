import type { IndicatorSet, Sign } from './schema.ts'
import { ENGINE_RULES } from './vocabulary.ts'

/** The messages of one sign. `label`, `hint`, `context` (how to read it, and when it may mean something else) and `muted` (why a country muted it) are in the set's own texts, `next` in the catalogue `codes`. */
export const signMessages = (
  sign: Sign,
): { label: string; hint: string; context: string; muted?: string; next: string } => ({
  label: `sign.${sign.id}.label`,
  hint: `sign.${sign.id}.hint`,
  context: `sign.${sign.id}.context`,
  ...(sign.muted ? { muted: `sign.${sign.id}.muted` } : {}),
  next: `codes.screening.next.${sign.askOrDoNext}`,
})

/** The message that words a rule: an engine rule's is in the catalogue `codes`, a set's rule in the set's own texts. */
export const ruleMessage = (ruleId: string): string =>
  (ENGINE_RULES as readonly string[]).includes(ruleId) ? `codes.screening.rule.${ruleId}` : `rule.${ruleId}`

/** Every message that a set's own texts must hold, in each language. */
export const messagesOf = (set: IndicatorSet): string[] => [
  'set.title',
  'set.description',
  ...set.signs.flatMap((sign) => {
    const { label, hint, context, muted } = signMessages(sign)
    return [label, hint, context, muted].filter((id) => id !== undefined)
  }),
  ...set.rules.map(({ id }) => ruleMessage(id)),
]
