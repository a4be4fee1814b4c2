import { findKid, findSigningKey, signCompact, verifyCompact } from '@ariadne/exchange'
import type { SigningKey, TrustList } from '@ariadne/exchange'
import { CellStatus, SourceMark } from '@ariadne/domain/statistics'
import { z } from 'zod'

/** What a country releases to the network: a report whose every number is safe to publish, signed by its instance. */
const TYP = 'ariadne-release+jws'

const Cell = z.strictObject({
  table: z.string().max(60),
  key: z.record(z.string().max(40), z.string().max(60)),
  definition: z.string().max(80),
  mark: SourceMark,
  status: CellStatus,
  value: z.number().nullable(),
  numerator: z.number().optional(),
  denominator: z.number().optional(),
  others: z.array(z.never()),
})

export const ReleaseStatement = z.discriminatedUnion('kind', [
  z.strictObject({
    v: z.literal(1),
    kind: z.literal('report'),
    from: z.string(),
    country: z.string().nullable(),
    name: z.string().max(60),
    period: z.string().max(10),
    version: z.int().min(1),
    template: z.string().max(20),
    issued: z.iso.datetime({ precision: 3 }),
    cells: z.array(Cell).max(5_000),
    certificate: z.record(z.string(), z.unknown()),
  }),
  /** Alerts of early warning that the coordinator chose to release. */
  z.strictObject({
    v: z.literal(1),
    kind: z.literal('alerts'),
    from: z.string(),
    country: z.string().nullable(),
    name: z.string().max(60),
    period: z.string().max(10),
    version: z.int().min(1),
    issued: z.iso.datetime({ precision: 3 }),
    alerts: z.array(z.record(z.string(), z.unknown())).max(100),
  }),
])
export type ReleaseStatement = z.infer<typeof ReleaseStatement>

export const signRelease = (statement: ReleaseStatement, key: SigningKey): Promise<string> =>
  signCompact(statement, TYP, key)

export type ReadRelease = { ok: true; statement: ReleaseStatement } | { ok: false; code: string; remedy: string }

const no = (code: string, remedy: string): ReadRelease => ({ ok: false, code, remedy })

/** Reads a release and believes it only when a key that the trust list gives its sender signed it, and it certifies itself safe. */
export const readRelease = async (signed: string, list: TrustList | null, now: string): Promise<ReadRelease> => {
  if (list === null) return no('trust_list_stale', 'Renew the trust list of this instance, then receive it again.')
  const kid = findKid(signed, TYP)
  if (kid === undefined) return no('not_a_release', 'It should be a file as "ariadne release publish" writes it.')
  for (const member of list.members) {
    const key = findSigningKey(list, member.id, kid, now)
    if (key === undefined) continue
    const verified = await verifyCompact(signed, key.x)
    if (!verified.ok) return no('signature_wrong', 'It was changed on its way. Ask its sender for it again.')
    const parsed = ReleaseStatement.safeParse(verified.payload)
    if (!parsed.success)
      return no(
        'release_not_understood',
        `Ask for it in the form of version 1: ${parsed.error.issues[0]?.path.join('.') ?? ''}.`,
      )
    const statement = parsed.data
    if (statement.from !== member.id || statement.country !== member.country)
      return no('sender_differs', 'It names another sender than the one that signed it.')
    if (statement.kind === 'report' && statement.certificate['safe'] !== true)
      return no('not_certified_safe', 'Only tables whose audit says that they are safe are taken.')
    return { ok: true, statement }
  }
  return no(
    'signer_unknown',
    'The trust list knows no such key in use. Renew the list, or ask the sender which key it signs with.',
  )
}
