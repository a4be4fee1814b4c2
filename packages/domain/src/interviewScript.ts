import { z } from 'zod'
import { INTERVIEW_LANGUAGES } from './codes/interviewLanguages.ts'

/**
 * Interview scripts: what an officer says and asks, block by block, beside the person's language. Content, written as
 * `content/scripts/<id>/<version>/script.yaml` with one text file a language.
 */

/** Pictures that stand beside a block or an answer, so that it can be pointed at without reading. */
export const PICTOGRAMS = [
  'drink',
  'food',
  'rest',
  'doctor',
  'phone',
  'alone',
  'together',
  'stop',
  'yes',
  'no',
  'write',
  'card',
  'police_no',
  'help',
  'child',
  'home',
  'again',
  'silent',
  'unknown',
  'interpreter',
  'talk',
  'time',
  'safe',
  'danger',
  'family',
  'woman',
  'man',
  'somebody',
  'journey',
  'leave',
  'locked',
  'papers',
  'papers_none',
  'money',
  'money_none',
  'work',
  'toilet',
  'clothes',
  'mind',
] as const
export const Pictogram = z.enum(PICTOGRAMS)
export type Pictogram = z.infer<typeof Pictogram>

export const TOPICS = [
  'safety',
  'introduction',
  'confidentiality',
  'rights',
  'needs',
  'companions',
  'situation',
  'exploitation',
  'signs',
  'unprompted',
  'asylum',
  'agreement',
  'card',
  'closing',
] as const
/** All that may be talked of with a child at first contact: a trained child-protection worker asks the rest, or nobody. */
export const TOPICS_WITH_A_CHILD: readonly (typeof TOPICS)[number][] = [
  'safety',
  'introduction',
  'confidentiality',
  'rights',
  'needs',
  'companions',
  'signs',
  'unprompted',
  'closing',
]

/** What the app does when an answer is tapped; `continue` goes to the next block. */
export const EFFECTS = [
  'continue',
  'repeat',
  'pause',
  'stop',
  'private_place',
  'interpreter',
  'child_protection',
  'act_now',
  'self_identified',
  'offer_card',
] as const

/** What the app itself puts in at a place: facts of the country, or what is about to be sent. */
export const INSERTS = ['must_report', 'agreement_preview', 'helpline_numbers', 'card_code', 'indicator_set'] as const

const Id = z.string().regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/)

export const AnswerOption = z.strictObject({
  id: Id,
  pictogram: Pictogram.optional(),
  effect: z.enum(EFFECTS).default('continue'),
})
export type AnswerOption = z.infer<typeof AnswerOption>

export const ScriptBlock = z.strictObject({
  id: Id,
  /** `say` is told, `ask` is asked and answered, `officer` is for the officer's eyes only. */
  kind: z.enum(['say', 'ask', 'officer']),
  topic: z.enum(TOPICS),
  pictogram: Pictogram.optional(),
  insert: z.enum(INSERTS).optional(),
  several: z.boolean().default(false),
  /** Depends on a country's law: shown with "to be confirmed by the national coordinator". */
  toBeConfirmed: z.boolean().default(false),
  options: z.array(AnswerOption).default([]),
})
export type ScriptBlock = z.infer<typeof ScriptBlock>

export const InterviewScript = z
  .strictObject({
    id: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    audience: z.enum(['adult', 'child', 'anyone']),
    /** Written whole: the notes for the officer as well as what is said. */
    languages: z.array(z.string()).min(1),
    /** Further languages, in which only what the person hears, reads and answers is written. */
    spokenIn: z.array(z.enum(Object.keys(INTERVIEW_LANGUAGES) as (keyof typeof INTERVIEW_LANGUAGES)[])).default([]),
    /** What the way of talking follows, by title and publisher; the words are our own. */
    guidance: z.array(z.string().min(1)).min(1),
    always: z.strictObject({ spoken: z.array(AnswerOption), asked: z.array(AnswerOption) }),
    blocks: z.array(ScriptBlock).min(1),
  })
  .superRefine((script, context) => {
    const fail = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    if (!script.always.spoken.some((option) => option.id === 'did_not_understand'))
      fail(
        ['always', 'spoken'],
        'whoever is spoken to can always say that they did not understand: add "did_not_understand"',
      )
    if (!script.always.asked.some((option) => option.id === 'do_not_want_to_say'))
      fail(['always', 'asked'], 'nobody has to answer: add "do_not_want_to_say"')
    script.spokenIn.forEach((language, at) => {
      if (script.languages.includes(language) || script.spokenIn.indexOf(language) !== at)
        fail(['spokenIn', at], `"${language}" stands twice`)
    })
    script.blocks.forEach((block, at) => {
      const path = ['blocks', at]
      if (script.blocks.findIndex((each) => each.id === block.id) !== at)
        fail([...path, 'id'], `block "${block.id}" stands twice`)
      const ids = optionsOf(script, block).map((option) => option.id)
      const twice = ids.find((id, index) => ids.indexOf(id) !== index)
      if (twice) fail([...path, 'options'], `answer "${twice}" stands twice`)
      if (block.kind !== 'officer' && !block.pictogram)
        fail([...path, 'pictogram'], 'what is spoken has a picture beside it')
      if (block.kind === 'ask' && block.options.length === 0)
        fail([...path, 'options'], 'a question has answers to tap')
      if (script.audience === 'child' && !TOPICS_WITH_A_CHILD.includes(block.topic))
        fail(
          [...path, 'topic'],
          `a child is not spoken to about "${block.topic}": leave it to a child-protection worker`,
        )
    })
  })
export type InterviewScript = z.infer<typeof InterviewScript>

/** The answers an officer can tap at a block: its own, then those that are always there. */
export function optionsOf(
  script: { always: { spoken: AnswerOption[]; asked: AnswerOption[] } },
  block: ScriptBlock,
): AnswerOption[] {
  if (block.kind === 'officer') return block.options
  return [...block.options, ...(block.kind === 'ask' ? script.always.asked : []), ...script.always.spoken]
}
