import type { Api, CaseLine } from '@ariadne/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type Answer, readKept } from '../../lib/api/useRead.ts'

export const FILTERS = ['status', 'historic', 'reference'] as const
export type Filter = (typeof FILTERS)[number]
export type Filters = Readonly<Partial<Record<Filter, string>>>

/** The filters that an address carries; anything else in it is left alone. */
export const filtersOf = (search: Readonly<Record<string, string | undefined>>): Filters =>
  Object.fromEntries(FILTERS.flatMap((name) => (search[name] ? [[name, search[name]]] : [])))

export const addressOf = (filters: Filters): string => {
  const search = new URLSearchParams(Object.entries(filters).flatMap(([name, value]) => (value ? [[name, value]] : [])))
  return search.size > 0 ? `/cases?${search.toString()}` : '/cases'
}

/** Without a word about it, the list is of cases that people work on; thousands of historic records do not bury them. */
const queryOf = ({ historic = 'no', ...rest }: Filters): Record<string, string> => ({
  ...rest,
  ...(historic === 'all' ? {} : { historic }),
})

type Page = Answer<Api['GET /api/cases']['response']>

/** Cases page by page: each next page begins where the last one ended, so nothing is skipped or shown twice while others work. */
export const useCaseList = (filters: Filters) => {
  const query = useInfiniteQuery({
    queryKey: ['GET /api/cases', filters],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }): Promise<Page> =>
      readKept(
        'GET /api/cases',
        { query: { ...queryOf(filters), ...(pageParam ? { after: pageParam } : {}) } },
        signal,
      ),
    getNextPageParam: (last: Page) => last.data.next ?? undefined,
  })
  const lines: readonly CaseLine[] = query.data?.pages.flatMap((page) => page.data.entries) ?? []
  return { query, lines, asOf: query.data?.pages.find((page) => page.asOf)?.asOf ?? null }
}
