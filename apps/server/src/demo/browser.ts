/** A cookie jar and a base address: as much of a browser as talking to one instance needs. */
export type Http = {
  readonly baseUrl: string
  request: (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<Response>
}

/** An answer that was not 2xx, with what the instance said (RFC 9457). */
export class Refused extends Error {
  readonly status: number
  readonly code: string
  readonly field: string | undefined
  constructor(
    status: number,
    problem: { code?: string; title?: string; remedy?: string; field?: string },
    where: string,
  ) {
    super(`${where}: ${status} ${problem.code ?? ''} ${problem.title ?? ''} ${problem.remedy ?? ''}`.trim())
    this.name = 'Refused'
    this.status = status
    this.code = problem.code ?? String(status)
    this.field = problem.field
  }
}

/**
 * @param fetcher the network, or an app's own `request` where both live in one process
 */
export const openHttp = (baseUrl: string, fetcher: (request: Request) => Promise<Response> = (r) => fetch(r)): Http => {
  const cookies = new Map<string, string>()
  return {
    baseUrl,
    request: async (method, path, body) => {
      const headers = new Headers({ Origin: new URL(baseUrl).origin })
      if (cookies.size > 0) headers.set('Cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
      if (body !== undefined) headers.set('Content-Type', 'application/json')
      const response = await fetcher(
        new Request(new URL(path, baseUrl), {
          method,
          headers,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      )
      for (const line of response.headers.getSetCookie()) {
        const [pair = ''] = line.split(';')
        const at = pair.indexOf('=')
        cookies.set(pair.slice(0, at), pair.slice(at + 1))
      }
      return response
    },
  }
}

/** @throws Refused */
export const askJson = async <T>(http: Http, method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> => {
  const response = await http.request(method, path, body)
  const text = await response.text()
  const value = text === '' ? {} : (JSON.parse(text) as unknown)
  if (!response.ok) throw new Refused(response.status, value as never, `${method} ${path}`)
  return value as T
}
