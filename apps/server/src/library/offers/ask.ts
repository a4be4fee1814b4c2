import { contentRoutes } from '@ariadne/contract'
import type { GeneralJws } from '@ariadne/exchange'

/** The network as this stage uses it: one request, answered or failed. Tests put two instances in one process. */
export type Reach = (url: string, init?: RequestInit) => Promise<Response>

type Signature = GeneralJws['signatures'][number]
export type Listed = { digest: string; signatures: Signature[] }

const TIMEOUT_MS = 20_000
export const reachOverHttp: Reach = (url, init = {}) =>
  fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })

const { offeredPackages, offeredPackage, handInSignatures } = contentRoutes
const Packages = offeredPackages.responses[200].content['application/json'].schema
const Payload = offeredPackage.responses[200].content['application/json'].schema
const Signers = handInSignatures.responses[200].content['application/json'].schema

const answered = async (response: Response): Promise<unknown> => {
  if (!response.ok) throw new Error(`The secretariat answered with ${response.status}.`)
  return response.json()
}

/** What a secretariat answers, read as strictly as anything from outside. Throws where it cannot be reached or read. */
export const secretariatAt = (reach: Reach, baseUrl: string) => {
  const at = (path: string): string => new URL(path, baseUrl).href
  return {
    list: async (): Promise<Listed[]> =>
      Packages.parse(await answered(await reach(at('/exchange/v1/content')))).packages,
    payload: async (digest: string): Promise<string> =>
      Payload.parse(await answered(await reach(at(`/exchange/v1/content/${digest}`)))).payload,
    handIn: async (digest: string, signatures: readonly Signature[]): Promise<{ holder: string }[]> => {
      const init = {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ digest, signatures }),
      }
      return Signers.parse(await answered(await reach(at('/exchange/v1/content'), init))).signers
    },
  }
}
