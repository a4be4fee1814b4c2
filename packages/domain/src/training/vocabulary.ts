/** What a completed course opens. Seeing, raising a concern and referring stand open to everybody, always. */
export const OPENINGS = ['guided_screening', 'lowering_by_hand'] as const
export type Opening = (typeof OPENINGS)[number]

/** Whose work a course speaks to, in the words of the list of courses: `training.suits.<code>`. */
export const SUITS = [
  'everyone',
  'border_police',
  'asylum_officer',
  'labour_inspector',
  'outreach_worker',
  'social_worker',
  'teacher',
  'nurse',
  'interpreter',
  'case_worker',
  'prosecutor',
  'judge',
] as const
export type Suits = (typeof SUITS)[number]

/** Days before the end of a completion from which it is shown as ending. */
export const ENDING_DAYS = 30
