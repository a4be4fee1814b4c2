import type { Api } from '@ariadne/contract'
import { type IndicatorSet, type SignId, stageOn } from '@ariadne/domain/screening'
import type { SetContent } from '../../../lib/content/bundle.ts'
import { findReading } from '../../../lib/content/texts.ts'

type Learning = Api['GET /api/learning']['response']
type Learned = Learning['sets'][number]['signs'][number]
/** The figures of one country, its own or as it told them. */
type Told = Pick<Learning, 'sets'> & { readonly feedback: Learning['countries'][number]['feedback'] }

/** Why the review board should look at something. Worded as `signs.board.because.<reason>`. */
export const REASONS = ['never_fired', 'led_to_little', 'often_lowered', 'hard_to_tell', 'said_of_it'] as const
export interface ToLookAt {
  /** Whose figures say it; null for those of this country itself. */
  readonly country: string | null
  readonly setId: string
  readonly setVersion: string
  /** Null: the set as a whole. */
  readonly sign: SignId | null
  readonly because: (typeof REASONS)[number]
}

/** Shares of our own choosing, to be agreed by the board: nothing published says where to look. */
const LOWERED_SHARE = 0.2
const LITTLE_SHARE = 0.5

/** How many of those in whom it fired were referred and taken up; undefined where that is not shown. */
const takenUp = ({ cameOf: { fired, acknowledged } }: Learned): number | undefined =>
  fired !== null && fired > 0 && acknowledged !== null ? acknowledged / fired : undefined

/** In which order signs can stand. Worded as `signs.learning.order.<order>`. */
export const ORDERS = ['fired', 'little'] as const
export type Order = (typeof ORDERS)[number]

/** Those that fired most, or those of which least came. What is not shown stands last: no place may tell what it hides. */
export const inOrder = (signs: readonly Learned[], order: Order): Learned[] => {
  const often = ({ cameOf: { fired } }: Learned): number => fired ?? -1
  const share = (sign: Learned): number => takenUp(sign) ?? Infinity
  return signs.toSorted((a, b) =>
    order === 'little' && share(a) !== share(b) ? share(a) - share(b) : often(b) - often(a),
  )
}

const signsToLookAt = (
  set: Learning['sets'][number],
  definition: IndicatorSet | undefined,
  country: string | null,
): ToLookAt[] => {
  const { setId, setVersion, signs, screenings } = set
  const shares = signs.flatMap((sign) => takenUp(sign) ?? [])
  const usual = shares.length > 0 ? shares.reduce((sum, share) => sum + share, 0) / shares.length : undefined
  const of = (sign: SignId, because: ToLookAt['because']): ToLookAt => ({ country, setId, setVersion, sign, because })
  const fired = new Set(signs.map(({ sign }) => sign))
  const silent =
    screenings === null
      ? []
      : (definition?.signs ?? []).filter(({ id, status, muted }) => status === 'active' && !muted && !fired.has(id))
  return [
    ...silent.map(({ id }) => of(id, 'never_fired')),
    ...signs.flatMap((sign) => {
      const share = takenUp(sign)
      const { fired: count } = sign.cameOf
      return [
        ...(share !== undefined && usual !== undefined && usual > 0 && share < usual * LITTLE_SHARE
          ? [of(sign.sign, 'led_to_little')]
          : []),
        ...(count !== null && sign.lowered !== null && count > 0 && sign.lowered / count >= LOWERED_SHARE
          ? [of(sign.sign, 'often_lowered')]
          : []),
        ...(count !== null && sign.notKnown !== null && sign.notKnown > count ? [of(sign.sign, 'hard_to_tell')] : []),
      ]
    }),
  ]
}

const toldToLookAt = (told: Told, sets: readonly SetContent[], country: string | null): ToLookAt[] => [
  ...told.sets.flatMap((one) =>
    signsToLookAt(one, sets.find(({ set }) => set.id === one.setId && set.version === one.setVersion)?.set, country),
  ),
  ...[
    ...Map.groupBy(told.feedback, ({ setId, setVersion, sign }) => `${setId}@${setVersion} ${sign ?? ''}`).values(),
  ].flatMap(([first]) =>
    first
      ? [
          {
            country,
            setId: first.setId,
            setVersion: first.setVersion,
            sign: first.sign,
            because: 'said_of_it' as const,
          },
        ]
      : [],
  ),
]

/** What of a quarter the review board should look at; last what never fired. Pure; works on shown figures alone. */
export const toLookAt = (learning: Learning, sets: readonly SetContent[]): ToLookAt[] =>
  [
    ...toldToLookAt(learning, sets, null),
    ...learning.countries.flatMap((one) => toldToLookAt(one, sets, one.country)),
  ].toSorted((a, b) => Number(a.because === 'never_fired') - Number(b.because === 'never_fired'))

/** Versions in use whose texts no native reviewer has confirmed, and those that are used without being approved. */
export const standingOf = (
  sets: readonly SetContent[],
  today: string,
): { readonly set: IndicatorSet; readonly drafts: string[]; readonly isApproved: boolean }[] =>
  sets
    .filter(({ set }) => stageOn(set.lifecycle, today) !== 'retired')
    .map(({ set, texts }) => ({
      set,
      drafts: Object.keys(texts).filter((language) => findReading(texts, language)?.draft),
      isApproved: ['approved', 'effective'].includes(stageOn(set.lifecycle, today)),
    }))
    .filter(({ drafts, isApproved }) => drafts.length > 0 || !isApproved)
