import { canonicalJson, sha256 } from '../canonicalJson.ts'
import { ScreeningRefused } from './refused.ts'
import type { IndicatorSet, Lifecycle } from './schema.ts'
import type { SetTexts } from './validateTexts.ts'
import { compareVersions } from './version.ts'

/** Where a set stands on a day. `effective`: approved, and its day has come. */
export type LifeStage = Lifecycle['state'] | 'effective'

/** @param day ISO date, as `2026-11-22` */
export const stageOn = ({ state, effectiveFrom, retiredFrom }: Lifecycle, day: string): LifeStage => {
  if (state === 'approved' || state === 'retired') {
    if (retiredFrom ? retiredFrom <= day : state === 'retired') return 'retired'
    return effectiveFrom !== null && effectiveFrom <= day ? 'effective' : 'approved'
  }
  return state
}

/** Whether a version was published: from then on its definition and its English words never change. */
export const isPublished = ({ state }: Lifecycle): boolean => state === 'approved' || state === 'retired'

export type LifecycleAct =
  | { readonly act: 'submit' }
  | { readonly act: 'send_back' }
  | { readonly act: 'approve'; readonly effectiveFrom: string }
  | { readonly act: 'retire'; readonly from: string }

/** From where each act leads, and to where. What is not here cannot be done. */
const MOVES: Record<LifecycleAct['act'], { from: Lifecycle['state']; to: Lifecycle['state'] }> = {
  submit: { from: 'proposed', to: 'in_review' },
  send_back: { from: 'in_review', to: 'proposed' },
  approve: { from: 'in_review', to: 'approved' },
  retire: { from: 'approved', to: 'retired' },
}

/** What can be done with a set where it stands. */
export const possibleMoves = ({ state }: Lifecycle): LifecycleAct['act'][] =>
  (Object.keys(MOVES) as LifecycleAct['act'][]).filter((act) => MOVES[act].from === state)

/**
 * A set's life one step on: proposed, in review, approved with the day it takes effect, retired from a day.
 * @throws ScreeningRefused `not_at_this_stage` or `date_in_past`
 */
export const moveOn = (lifecycle: Lifecycle, act: LifecycleAct, today: string): Lifecycle => {
  const { from, to } = MOVES[act.act]
  if (lifecycle.state !== from)
    throw new ScreeningRefused(
      'not_at_this_stage',
      'act',
      `"${act.act}" is for a set that is ${from}, this one is ${lifecycle.state}; possible: ${possibleMoves(lifecycle).join(', ') || 'nothing'}`,
    )
  const day = act.act === 'approve' ? act.effectiveFrom : act.act === 'retire' ? act.from : today
  if (day < today)
    throw new ScreeningRefused(
      'date_in_past',
      'day',
      `${day} is over; nothing was screened with it then. Name a day from ${today} on`,
    )
  return {
    ...lifecycle,
    state: to,
    ...(act.act === 'approve' ? { effectiveFrom: act.effectiveFrom } : {}),
    ...(act.act === 'retire' ? { retiredFrom: act.from } : {}),
  }
}

/**
 * SHA-256 over what a published version can never change: its definition without its place in life, and its English
 * words. Translations are drafts until a native reviewer confirms them, so they are mended in place.
 */
export const digestOfSet = async (set: IndicatorSet, texts: SetTexts): Promise<string> =>
  sha256(canonicalJson({ definition: { ...set, lifecycle: null }, words: texts['en'] ?? {} }))

/**
 * The version of each set to begin a screening with on a day: the newest in effect. Of a set of which none is in effect
 * yet, the newest draft, where drafts may be used. What is approved for a later day waits for it.
 */
export const offeredSets = <S extends Pick<IndicatorSet, 'id' | 'version' | 'lifecycle'>>(
  sets: readonly S[],
  day: string,
  { drafts }: { readonly drafts: boolean },
): S[] => {
  const rank = ({ lifecycle }: S): number => {
    const stage = stageOn(lifecycle, day)
    if (stage === 'effective') return 2
    return drafts && (stage === 'proposed' || stage === 'in_review') ? 1 : 0
  }
  const best = new Map<string, S>()
  for (const set of sets) {
    const other = best.get(set.id)
    const difference = other ? rank(set) - rank(other) || compareVersions(set.version, other.version) : 1
    if (rank(set) > 0 && difference > 0) best.set(set.id, set)
  }
  return [...best.values()]
}
