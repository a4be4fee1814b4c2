import type { InstanceId } from '@ariadne/domain'
import type { Config } from '../platform/config/index.ts'
import type { InstanceKeys } from './keys.ts'
import type { Trust } from './trust.ts'

/** What an instance says of itself to whoever asks. Nothing in it is believed: keys count when the trust list has them. */
export const describeInstance = (input: {
  config: Pick<Config, 'instance' | 'http' | 'mode'>
  keys: InstanceKeys | undefined
  trust: Trust
}) => {
  const { config, keys, trust } = input
  return {
    v: 1 as const,
    instanceId: config.instance.id as InstanceId,
    name: config.instance.name,
    country: config.instance.country ?? null,
    mode: config.mode,
    inbox: new URL('/exchange/v1/inbox', config.http.baseUrl).href,
    signingKey: keys ? { kid: keys.signing.kid, x: keys.signing.x } : null,
    sealingKeys: (keys?.sealing ?? []).map(({ keyId, publicKey }) => ({ keyId, publicKey })),
    trustListVersion: trust.lastList()?.version ?? null,
  }
}
