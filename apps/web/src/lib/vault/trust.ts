import type { TrustList } from '@ariadne/exchange/trust-list'
import { api } from '../api/request.ts'
import { OfflineError } from '../api/problem.ts'
import { nowIso } from '../clock.ts'
import { openRows } from '../device/device.ts'

/** A unit that may be sealed to: its key stands in the trust list that the coordinators signed. */
export interface TrustedUnit {
  readonly unitId: string
  readonly name: string
  readonly instanceId: string
  readonly instanceName: string
  readonly country: string
  readonly kinds: readonly string[]
  readonly languages: readonly string[]
  readonly roles: readonly string[]
  readonly publicKey: string | null
  readonly keyId: string | null
}

/** What stands in the way of sealing: `message` says what to do. */
export class TrustError extends Error {
  readonly code: 'no_trust_list' | 'root_changed' | 'trust_refused' | 'unit_not_trusted'
  constructor(code: TrustError['code'], message: string) {
    super(message)
    this.name = 'TrustError'
    this.code = code
  }
}

interface Pinned {
  readonly root: string
  readonly known: { version: number; digest: string } | null
  readonly list: TrustList | null
}
const PIN = 'trust'

const unitsOf = (list: TrustList): ReadonlyMap<string, TrustedUnit> =>
  new Map(
    list.members.flatMap((member) =>
      member.units.map((unit): [string, TrustedUnit] => [
        unit.id,
        {
          unitId: unit.id,
          name: unit.name,
          instanceId: member.id,
          instanceName: member.name,
          country: member.country ?? '',
          kinds: unit.kinds,
          languages: unit.languages,
          roles: unit.roles,
          publicKey: unit.key?.publicKey ?? null,
          keyId: unit.key?.keyId ?? null,
        },
      ]),
    ),
  )

const verify = async (pinned: Pinned | undefined): Promise<TrustList> => {
  const rows = openRows()
  const { signed, root } = await api('GET /api/trust-list', {})
  if (!signed || !root)
    throw new TrustError('no_trust_list', 'This instance has no trust list yet; its coordinator adds one')
  const [{ verifyTrustList }, { TrustRoot }, { canonicalJson }] = await Promise.all([
    import('@ariadne/exchange/trust-verify'),
    import('@ariadne/exchange/trust-list'),
    import('@ariadne/domain'),
  ])
  const rootText = canonicalJson(root)
  if (pinned && pinned.root !== rootText)
    throw new TrustError(
      'root_changed',
      'The keys that everything is trusted by are not the ones this device knew. Seal nothing, and tell your coordinator',
    )
  const answer = await verifyTrustList(signed, TrustRoot.parse(root), {
    now: nowIso(),
    ...(pinned?.known ? { known: pinned.known } : {}),
  })
  if (!answer.ok) throw new TrustError('trust_refused', answer.detail)
  await rows?.put('settings', PIN, { root: rootText, known: answer.known, list: answer.list } satisfies Pinned)
  return answer.list
}

/**
 * The units of the network, by the signed trust list. The root is pinned on this device at first use; the last list that was
 * accepted serves with no network until it expires.
 * @throws TrustError
 */
export const trustedUnits = async (): Promise<ReadonlyMap<string, TrustedUnit>> => {
  const pinned = await openRows()?.get<Pinned>('settings', PIN)
  try {
    return unitsOf(await verify(pinned))
  } catch (error) {
    if (!(error instanceof OfflineError)) throw error
    if (!pinned?.list || pinned.list.expires <= nowIso())
      throw new TrustError('no_trust_list', 'This device needs the network once to learn whom it may seal to')
    return unitsOf(pinned.list)
  }
}

/** The public keys of these units, each once. @throws TrustError `unit_not_trusted` naming a unit that cannot be sealed to */
export const readersFor = async (unitIds: readonly string[]): Promise<{ unitId: string; publicKey: string }[]> => {
  const units = await trustedUnits()
  return [...new Set(unitIds)].map((unitId) => {
    const publicKey = units.get(unitId)?.publicKey
    if (!publicKey)
      throw new TrustError(
        'unit_not_trusted',
        `No signed key for ${units.get(unitId)?.name ?? unitId}: it cannot receive sealed information yet`,
      )
    return { unitId, publicKey }
  })
}
