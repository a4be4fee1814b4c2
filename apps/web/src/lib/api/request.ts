import type { Api } from '@ariadne/contract'
import { setServerTime } from '../clock.ts'
import { online } from './online.ts'
import { ApiError, OfflineError } from './problem.ts'
import { session } from './session.ts'

export type Route = keyof Api
export type ReadRoute = Extract<Route, `GET ${string}`>
/** Only what the route has: `{}` where it takes nothing. */
type Given<T, K extends string> = [T] extends [undefined] ? unknown : [T] extends [never] ? unknown : Record<K, T>
export type Input<R extends Route> = Given<Api[R]['params'], 'params'> &
  Given<Api[R]['body'], 'body'> & { query?: Api[R]['query'] }

const TIMEOUT_MS = 20_000
/** What the server may first have to audit takes longer; it breaks off by itself and says so. */
export const AUDIT_MS = 90_000

/** The address of a route: `{name}` filled in from `params`, `query` behind it. */
export const addressOf = (
  route: string,
  params: Record<string, string> = {},
  query: Record<string, string | undefined> = {},
): string => {
  const path = route.slice(route.indexOf(' ') + 1).replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined) throw new TypeError(`${route} needs "${name}"`)
    return encodeURIComponent(value)
  })
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  )
  return search.size > 0 ? `${path}?${search.toString()}` : path
}

/** One exchange with the server, for addresses outside the contract too (signing in). */
export const exchange = async (
  method: string,
  address: string,
  body?: unknown,
  signal?: AbortSignal,
  within = TIMEOUT_MS,
): Promise<unknown> => {
  let response: Response
  const limit = AbortSignal.timeout(within)
  try {
    response = await fetch(address, {
      method,
      headers: {
        accept: 'application/json, application/problem+json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    // A server that is slow to answer is there: the network is not said to be away for it.
    if (limit.aborted) throw new OfflineError('slow')
    online.set(false)
    throw new OfflineError()
  }
  online.set(true)
  const text = await response.text()
  const json =
    /json/.test(response.headers.get('content-type') ?? '') && text ? (JSON.parse(text) as unknown) : undefined
  if (!response.ok) throw new ApiError({ ...(json as object | undefined), status: response.status })
  const time = (json as { now?: unknown } | undefined)?.now
  if (typeof time === 'string') setServerTime(time)
  return json
}

/**
 * Asks the instance, typed by the contract.
 * @throws ApiError with code and remedy when it says no; OfflineError when it is not heard
 * @example const view = await api('GET /api/cases/{caseId}', { params: { caseId } })
 */
export const api = async <R extends Route>(
  route: R,
  input: Input<R>,
  signal?: AbortSignal,
  within?: number,
): Promise<Api[R]['response']> => {
  const { params, query, body } = input as {
    params?: Record<string, string>
    query?: Record<string, string>
    body?: unknown
  }
  const method = route.slice(0, route.indexOf(' '))
  try {
    return (await exchange(method, addressOf(route, params, query), body, signal, within)) as Api[R]['response']
  } catch (error) {
    if (error instanceof ApiError && error.status === 401 && session.get() !== 'signed-out') session.set('expired')
    throw error
  }
}
