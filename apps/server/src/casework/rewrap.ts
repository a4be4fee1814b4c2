import { reads } from '@ariadne/contract'
import type { CommandBody, SealedPart } from '@ariadne/contract'
import { sql } from 'kysely'
import type { HandlerOutcome } from '../platform/commands/registry.ts'
import { asSystem, withActor } from '../platform/database/index.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import { notAllowed } from '../platform/problem.ts'
import type { Register } from '../platform/stage.ts'

// After a change of a unit's key, its members' browsers wrap old data keys for the new one, a few at a time. They need the wraps
// for that and no ciphertext, so nothing is opened. A wrap is data that nobody can make again: it goes only when a second person
// has found the new one to hold the same, so that nobody alone can make a unit's cases unreadable.

const AT_A_TIME = 50

type Wrap = SealedPart['wraps'][number]
type Row = {
  partId: SealedPart['partId']
  class: string
  subject: string
  mintedBy: string
  old: Wrap
  next: Wrap | null
}

/** The unit's key of now, for a member who holds it. */
const findHeldKey = async (tx: Tx, units: readonly string[], memberId: string, unitId: string) => {
  if (!units.includes(unitId)) return undefined
  const { rows } = await sql<{ keyId: string }>`
    select k.key_id as "keyId" from unit_key k
    where k.unit_id = ${unitId} and k.state = 'current' and holds_unit_key(${memberId}, ${unitId})`.execute(tx)
  return rows[0]?.keyId
}

const countLeft = async (tx: Tx, unitId: string, keyId: string): Promise<{ left: number; all: number }> => {
  const { rows } = await sql<{ left: number; all: number }>`
    select count(distinct part_id) filter (where key_id <> ${keyId})::integer as left, count(distinct part_id)::integer as all
    from part_wrap where unit_id = ${unitId}`.execute(tx)
  return rows[0] ?? { left: 0, all: 0 }
}

const listOld = async (tx: Tx, unitId: string, keyId: string, memberId: string): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    select p.part_id as "partId", p.class, p.subject, p.minted_by as "mintedBy",
      jsonb_build_object('reader', o.unit_id, 'keyId', o.key_id, 'enc', o.enc, 'ct', o.ct) as old,
      case when n.part_id is null then null
        else jsonb_build_object('reader', n.unit_id, 'keyId', n.key_id, 'enc', n.enc, 'ct', n.ct) end as next
    from part_wrap o join sealed_part p on p.part_id = o.part_id
    left join part_wrap n on n.part_id = o.part_id and n.unit_id = o.unit_id and n.key_id = ${keyId}
    where o.unit_id = ${unitId} and o.key_id <> ${keyId} and n.added_by is distinct from ${memberId}
    order by p.part_id, o.key_id limit ${AT_A_TIME}`.execute(tx)
  return rows
}

const refuse = (code: string, field: string, remedy: string): HandlerOutcome => ({
  status: 'refused',
  code,
  field,
  remedy,
})

/** Runs as the instance: members cannot reach the wraps. */
const takeWraps = async (
  tx: Tx,
  { unitId, wraps, alike }: CommandBody<'vault.rewrap'>,
  keyId: string,
  memberId: string,
): Promise<HandlerOutcome> => {
  for (const [index, { partId, wrap }] of wraps.entries()) {
    if (wrap.reader !== unitId || wrap.keyId !== keyId)
      return refuse('unit_key_changed', `wraps.${index}`, 'Wrap for the key that the unit has now. Load again.')
    // Only where the unit reads already: this road lets nobody in.
    const { rows } = await sql<{ id: string }>`
      insert into part_wrap (part_id, unit_id, key_id, enc, ct, added_by)
      select o.part_id, o.unit_id, ${keyId}, ${wrap.enc}, ${wrap.ct}, ${memberId}
      from part_wrap o where o.part_id = ${partId} and o.unit_id = ${unitId} limit 1
      on conflict (part_id, unit_id, key_id) do update set key_id = excluded.key_id returning part_id as id`.execute(tx)
    if (rows.length === 0)
      return refuse('sealed_part_elsewhere', `wraps.${index}`, 'Wrap only what your unit can open already.')
  }
  await sql`
    delete from part_wrap o using part_wrap n
    where o.unit_id = ${unitId} and o.key_id <> ${keyId} and o.part_id = any (${alike}::uuid[])
      and n.part_id = o.part_id and n.unit_id = o.unit_id and n.key_id = ${keyId}
      and n.added_by is distinct from ${memberId}`.execute(tx)
  return { status: 'accepted', result: { left: (await countLeft(tx, unitId, keyId)).left } }
}

export const registerRewrapping = (register: Pick<Register, 'command' | 'signedIn'>, db: Database): void => {
  register.signedIn(reads.oldWraps, async (c, who) => {
    const { unitId } = c.req.valid('param')
    const answer = await withActor(db, who.actor, async (tx) => {
      const keyId = await findHeldKey(tx, who.actor.units, who.memberId, unitId)
      if (keyId === undefined) throw notAllowed('members of the unit who hold its key')
      return asSystem(tx, async () => ({
        keyId,
        parts: await listOld(tx, unitId, keyId, who.memberId),
        ...(await countLeft(tx, unitId, keyId)),
      }))
    })
    return c.json(answer, 200)
  })
  register.command('vault.rewrap', async ({ tx, who, body }) => {
    const keyId = await findHeldKey(tx, who.actor.units, who.memberId, body.unitId)
    if (keyId === undefined)
      return refuse('not_a_holder', 'unitId', 'Only somebody who holds the key can do this. Ask a colleague who does.')
    return asSystem(tx, () => takeWraps(tx, body, keyId, who.memberId))
  })
}
