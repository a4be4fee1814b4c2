import type { Me } from '@ariadne/contract'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Clock } from '../clock.ts'
import { stamp } from '../clock.ts'
import type { Config } from '../config/index.ts'
import { withActor } from '../database/index.ts'
import type { Database, Message } from '../database/index.ts'
import type { SignedIn } from '../http/env.ts'
import { nameIn } from './names.ts'

export const instanceInfo = (config: Pick<Config, 'instance' | 'mode'>): Me['instance'] => ({
  instanceId: config.instance.id as Me['instance']['instanceId'],
  name: config.instance.name,
  country: config.instance.country ?? '',
  mode: config.mode,
  kind: config.instance.kind,
})

type UnitRow = {
  unitId: string
  name: Message
  kind: string
  keyId: string | null
  publicKey: string | null
  sealedSeed: string | null
  earlier: { keyId: string; sealedSeed: string }[]
  holders: number
  confirmations: number
  ready: boolean
}

/** Who is signed in, with the sealed keys that only their passphrase opens. */
export const readMe = async (
  deps: { db: Database; authPool: pg.Pool; clock: Clock; config: Pick<Config, 'instance' | 'mode'> },
  who: SignedIn,
): Promise<Me> => {
  const kdf = deps.authPool.query<{ salt: string; params: Me['keys']['kdf']; earlier: Me['keys']['bridges'] }>(
    'select salt, params, earlier from login_kdf where user_id = $1',
    [who.accountId],
  )
  const { key, units } = await withActor(deps.db, who.actor, async (tx) => ({
    key: await tx
      .selectFrom('member_key')
      .select(['public_key', 'key_id', 'wrapped_seed'])
      .where('member_id', '=', who.memberId)
      .where('retired_at', 'is', null)
      .executeTakeFirstOrThrow(),
    units: (
      await sql<UnitRow>`
        select u.id as "unitId", u.name, u.kind, k.key_id as "keyId", k.public_key as "publicKey",
          g.sealed_seed as "sealedSeed", coalesce((
            select jsonb_agg(jsonb_build_object('keyId', before.key_id, 'sealedSeed', after.previous) order by before.version desc)
            from unit_key before join unit_key after on after.unit_id = before.unit_id and after.version = before.version + 1
            where before.unit_id = k.unit_id and g.sealed_seed is not null
          ), '[]') as earlier, unit_key_holders(u.id) as holders,
          unit_kit_confirmations(u.id) as confirmations, unit_is_ready(u.id) as ready
        from unit u
        left join unit_key k on k.unit_id = u.id and k.state = 'current'
        left join unit_key_grant g on g.unit_id = k.unit_id and g.version = k.version and g.revoked_at is null
          and g.member_id = (select actor_member()) and g.member_key_id in (select key_id from member_key where retired_at is null)
        where u.id = any ((select actor_units())::text[])
        order by u.id`.execute(tx)
    ).rows,
  }))
  const derivation = (await kdf).rows[0]
  if (derivation === undefined) throw new Error('An account without passphrase parameters.')
  const functionsIn = new Map(who.memberships.map((membership) => [membership.unitId, membership.functions]))
  return {
    member: {
      memberId: who.memberId,
      name: who.displayName,
      email: who.email,
      memberships: units.map((unit) => ({
        unitId: unit.unitId,
        functions: functionsIn.get(unit.unitId) ?? [],
        unitName: nameIn(unit.name, who.language),
        unitKind: unit.kind,
      })),
    },
    instance: instanceInfo(deps.config),
    now: stamp(deps.clock),
    keys: {
      publicKey: key.public_key,
      keyId: key.key_id,
      wrappedSeed: key.wrapped_seed,
      kdf: derivation.params,
      salt: derivation.salt,
      bridges: derivation.earlier,
      units: units.flatMap(({ unitId, keyId, publicKey, sealedSeed, earlier, holders, confirmations, ready }) =>
        keyId === null || publicKey === null
          ? []
          : [{ unitId, keyId, publicKey, sealedSeed, earlier, holders, recoveryConfirmed: confirmations, ready }],
      ),
    },
    twoFactor: who.totpEnabled,
    sessionEndsAt: who.sessionEndsAt,
    // Ids and kinds were checked when they were stored; the contract's brands cost nothing more here.
  } as Me
}
