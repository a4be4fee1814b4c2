import type { Api } from '@ariadne/contract'
import { QueryClient, useQuery } from '@tanstack/react-query'
import { findKept, keepRead } from '../device/cache.ts'
import { device } from '../device/device.ts'
import { OfflineError } from './problem.ts'
import { type Input, type ReadRoute, addressOf, api } from './request.ts'

export const queries = new QueryClient({
  defaultOptions: { queries: { networkMode: 'always', retry: false, staleTime: 15_000, refetchOnWindowFocus: true } },
})

/** Answers are of the member who asked. Whoever opens this device next, in the same tab, begins without them. */
let owner: string | undefined
device.subscribe(() => {
  const now = device.get()
  if (now.state !== 'open' || now.profile.id === owner) return
  if (owner !== undefined) queries.clear()
  owner = now.profile.id
})

/** `asOf` is set when the answer is an older one that this device kept: the page says so. */
export interface Answer<T> {
  readonly data: T
  readonly asOf: string | null
}

/** Asks, keeps the answer on the device, and gives the kept one when nobody answers. */
export const readKept = async <R extends ReadRoute>(
  route: R,
  input: Input<R>,
  signal?: AbortSignal,
  within?: number,
): Promise<Answer<Api[R]['response']>> => {
  const { params, query } = input as { params?: Record<string, string>; query?: Record<string, string> }
  const key = `GET ${addressOf(route, params, query)}`
  try {
    const data = await api(route, input, signal, within)
    await keepRead(key, data)
    return { data, asOf: null }
  } catch (error) {
    if (!(error instanceof OfflineError)) throw error
    const kept = await findKept<Api[R]['response']>(key)
    if (!kept) throw error
    return { data: kept.data, asOf: kept.at }
  }
}

export type Read<T> =
  | { readonly state: 'loading'; readonly retry: () => void }
  | { readonly state: 'failed'; readonly error: unknown; readonly retry: () => void }
  | { readonly state: 'ready'; readonly data: T; readonly asOf: string | null; readonly retry: () => void }

/**
 * A read of the contract as a page uses it. Kept on the device, encrypted, unless `keep` is false. `within`: how many
 * milliseconds it is waited for, where that is longer than usual.
 * @example
 * const view = useRead('GET /api/cases/{caseId}', { params: { caseId } })
 * if (view.state !== 'ready') return <Reading read={view} />
 */
export const useRead = <R extends ReadRoute>(
  route: R,
  input: Input<R>,
  { keep = true, every, within }: { keep?: boolean; every?: number; within?: number | undefined } = {},
): Read<Api[R]['response']> => {
  const query = useQuery<Answer<Api[R]['response']>>({
    queryKey: [route, input],
    queryFn: async ({ signal }) =>
      keep ? readKept(route, input, signal, within) : { data: await api(route, input, signal, within), asOf: null },
    ...(every === undefined ? {} : { refetchInterval: every }),
  })
  const retry = () => void query.refetch()
  if (query.data) return { state: 'ready', ...query.data, retry }
  return query.isError ? { state: 'failed', error: query.error, retry } : { state: 'loading', retry }
}
