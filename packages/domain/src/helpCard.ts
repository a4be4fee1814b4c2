import { z } from 'zod'
import { INTERVIEW_LANGUAGES } from './codes/interviewLanguages.ts'

/** The neutral card a person may take: what stands on each side. Content, written as `content/card/card.yaml`. */
export const CARD_LINES = ['title', 'code', 'show', 'say', 'alone', 'free', 'numbers'] as const
const Line = z.enum(CARD_LINES)

export const HelpCard = z.strictObject({
  id: z.literal('card'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  languages: z.array(z.string()).min(1),
  /** Further languages of the person; the officer's own are above. */
  spokenIn: z.array(z.enum(Object.keys(INTERVIEW_LANGUAGES) as (keyof typeof INTERVIEW_LANGUAGES)[])).default([]),
  front: z.array(Line).min(1),
  back: z.array(Line).min(1),
  numbers: z.literal('country_profile'),
})
export type HelpCard = z.infer<typeof HelpCard>

/** The texts a card needs in each language: every line but the code itself. */
export const cardTextKeys = (card: HelpCard): string[] =>
  [...card.front, ...card.back].filter((line) => line !== 'code')
