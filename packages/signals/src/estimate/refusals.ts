import type { Soundness } from './existence.ts'
import { isSound } from './existence.ts'
import type { ListTable } from './lists.ts'
import { emptyPairs, margins } from './overlaps.ts'
import { pairsOf } from './pairs.ts'

/**
 * Why no number is said, or what must be said with one: `words` in English, `code` and `values` for the catalogues of
 * other languages. Names of lists are joined by commas; numbers are whole.
 */
export type Remark<Code extends string> = { code: Code; values: Record<string, string | number>; words: string }

export type Refusal = Remark<'nobody' | 'one_list' | 'no_overlap' | 'too_few_shared' | 'no_estimate' | 'too_wide'>

export type Warning = Remark<
  | 'empty_list'
  | 'list_apart'
  | 'two_lists'
  | 'lists_avoid_each_other'
  | 'models_unsound'
  | 'models_left_out'
  | 'bootstrap_failed'
  | 'one_model_hides_doubt'
  | 'people_may_differ'
  | 'say_wider_range'
>

/**
 * With seven people on more than one list the bias of an estimate from two lists is below a twentieth with 95 %
 * confidence (Robson and Regier 1964); below that even the size of the number is luck.
 */
export const LEAST_SHARED = 7

/** An interval whose upper end is this many times its lower one says nothing that a number could stand for. */
export const WIDEST = 10

export const sharedBy = ({ counts }: ListTable): number =>
  counts.reduce((sum, count, history) => ((history & (history - 1)) === 0 ? sum : sum + count), 0)

const listsApart = (table: ListTable): string[] => {
  const empty = emptyPairs(table)
  const pairs = pairsOf(table.lists.length)
  return table.lists.filter((_, list) =>
    pairs.every(({ a, b }, index) => (a !== list && b !== list) || (empty & (1 << index)) !== 0),
  )
}

/** What forbids any number before a model is even chosen. */
export const refusalOf = (table: ListTable, mainEffects: () => Soundness): Refusal | null => {
  const { lists, observed } = table
  if (observed === 0)
    return {
      code: 'nobody',
      values: {},
      words: 'Nobody was observed. From no one nothing can be said about how many there are.',
    }
  if (lists.length < 2)
    return {
      code: 'one_list',
      values: { list: lists[0] ?? '' },
      words: `There is only one list${lists[0] === undefined ? '' : ` (${lists[0]})`}. How many are on no list shows only in how lists overlap: bring at least three that find people in different ways.`,
    }
  const shared = sharedBy(table)
  if (shared === 0)
    return {
      code: 'no_overlap',
      values: { lists: lists.join(', ') },
      words: `The lists never overlap: nobody stands on two of ${lists.join(', ')}. Either the number of people is very large or the same person is not recognised from one list to the next; the counts cannot tell which. Check first how people were matched.`,
    }
  if (shared < LEAST_SHARED)
    return {
      code: 'too_few_shared',
      values: { shared, observed, least: LEAST_SHARED, apart: listsApart(table).join(', ') },
      words: `Only ${shared} of ${observed} people stand on more than one list; with fewer than ${LEAST_SHARED} any number would be luck. Put periods together, or wait for more.${apartWords(table)}`,
    }
  // Lists alone are always identifiable; what can fail is that an estimate exists.
  if (isSound(mainEffects())) return null
  return {
    code: 'no_estimate',
    values: {},
    words:
      'Even with lists that know nothing of one another, no estimate exists for these counts (the likelihood has no highest point): one list may hold everybody that another has. Merge lists, or add one that works apart.',
  }
}

const apartWords = (table: ListTable): string => {
  const apart = listsApart(table)
  return apart.length === 0 ? '' : ` ${apart.join(', ')} shares nobody with any other list.`
}

/** What must be said of the table, whatever number follows. */
export const warningsOf = (table: ListTable): Warning[] => {
  const apart = listsApart(table)
  return [
    ...(apart.length === 0 || sharedBy(table) === 0
      ? []
      : [
          {
            code: 'list_apart' as const,
            values: { lists: apart.join(', ') },
            words: `${apart.join(', ')} shares nobody with any other list. It adds people, but says nothing about those on no list; check how its people were matched.`,
          },
        ]),
    ...(table.lists.length === 2
      ? [
          {
            code: 'two_lists' as const,
            values: {},
            words:
              'With two lists nothing shows whether one leads to the other. The number holds only if they are independent, and no spread of models can be drawn.',
          },
        ]
      : []),
  ]
}

/** Takes out lists on which nobody stands: they have no effect that could be estimated. */
export const withoutEmptyLists = (table: ListTable): { table: ListTable; warnings: Warning[] } => {
  const seen = margins(table)
  const kept = table.lists.flatMap((_, list) => ((seen[1 << list] ?? 0) > 0 ? [list] : []))
  if (kept.length === table.lists.length || kept.length === 0) return { table, warnings: [] }
  const counts = new Float64Array(1 << kept.length)
  table.counts.forEach((count, history) => {
    if (count === 0) return
    const moved = kept.reduce((mask, list, place) => mask | (((history >> list) & 1) << place), 0)
    counts[moved] = (counts[moved] ?? 0) + count
  })
  const dropped = table.lists.filter((_, list) => !kept.includes(list))
  return {
    table: { lists: kept.map((list) => table.lists[list] ?? ''), counts, observed: table.observed },
    warnings: [
      {
        code: 'empty_list',
        values: { lists: dropped.join(', ') },
        words: `Nobody stands on ${dropped.join(', ')}: left out. If that is a mistake in the table, mend it and ask again.`,
      },
    ],
  }
}
