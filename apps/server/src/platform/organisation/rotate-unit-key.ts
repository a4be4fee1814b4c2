import { VaultError } from '@ariadne/vault/errors'
import { readUnitKeyGrant } from '@ariadne/vault/unit-keys'
import type { CommandRegistry } from '../commands/registry.ts'
import { asSystem } from '../database/index.ts'
import type { Tx } from '../database/index.ts'
import {
  checkGrant,
  checkKit,
  currentKey,
  fault,
  insertGrant,
  lockUnitKey,
  notInUnit,
  readKeyId,
  refused,
} from './unit-keys.ts'

/** Takes the sealed seeds away from members of a unit: of all of them, or of one. What they had open they had open. */
export const revokeGrants = async (
  tx: Tx,
  { unitId, memberId, now }: { unitId: string; memberId?: string; now: string | Date },
): Promise<void> => {
  const all = tx
    .updateTable('unit_key_grant')
    .set({ revoked_at: now, sealed_seed: '' })
    .where('unit_id', '=', unitId)
    .where('revoked_at', 'is', null)
  await (memberId === undefined ? all : all.where('member_id', '=', memberId)).execute()
}

/** The next key of a unit, made in the browser of somebody who holds the one before. */
export const registerRotation = (commands: CommandRegistry): void => {
  commands.register('vault.rotate_unit_key', async ({ tx, who, now, body }) => {
    const { unitId } = body
    if (!who.actor.units.includes(unitId)) return notInUnit
    const read = await readKeyId(body.publicKey)
    if ('status' in read) return read
    const { keyId } = read
    await lockUnitKey(tx, unitId)
    const before = await currentKey(tx, unitId)
    if (before === undefined) return refused('unit_key_missing', 'unitId', 'The unit has no key yet. Make it first.')
    if (before.key_id !== body.previousKeyId)
      return refused('unit_key_changed', 'previousKeyId', 'A colleague has changed the key a moment ago. Load again.')
    const holds = await tx
      .selectFrom('unit_key_grant')
      .select('member_id')
      .where('unit_id', '=', unitId)
      .where('version', '=', before.version)
      .where('member_id', '=', who.memberId)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    if (holds === undefined)
      return refused(
        'not_a_holder',
        'unitId',
        'Only somebody who holds the key can change it. Ask a colleague who does.',
      )
    const next = { id: unitId, version: before.version + 1, keyId }
    const kitFault = checkKit(body.recoveryKit, next)
    if (kitFault !== undefined) return kitFault
    const previousFault = fault('previous', () => {
      const inner = readUnitKeyGrant(JSON.parse(body.previous))
      if (
        inner.unitId !== unitId ||
        inner.memberId !== unitId ||
        inner.version !== before.version ||
        inner.keyId !== before.key_id ||
        inner.memberKeyId !== keyId
      )
        throw new VaultError('wrong_subject', 'The key before has to be sealed to the new one.')
    })
    if (previousFault !== undefined) return previousFault
    if (!body.grants.some((grant) => grant.memberId === who.memberId))
      return refused('grant_to_self_missing', 'grants', 'Grant the key to yourself as well.')
    for (const grant of body.grants) {
      const wrong = await checkGrant(tx, next, grant)
      if (wrong !== undefined) return wrong
    }
    // The paper that may be in strange hands, and every seed of the key before, are gone with it. It lives on under the new key.
    await asSystem(tx, async () => {
      await tx
        .updateTable('unit_key')
        .set({ state: 'retired', retired_at: now })
        .where('unit_id', '=', unitId)
        .where('version', '=', before.version)
        .execute()
      await revokeGrants(tx, { unitId, now })
      await tx.updateTable('recovery_kit').set({ sealed_seed: '' }).where('unit_id', '=', unitId).execute()
    })
    const place = { unit_id: unitId, version: next.version }
    const made = { created_by: who.memberId, created_at: now }
    const key = { key_id: keyId, public_key: body.publicKey, previous: body.previous, because: body.because }
    await tx
      .insertInto('unit_key')
      .values({ ...place, ...made, ...key })
      .execute()
    for (const grant of body.grants)
      await insertGrant(tx, { unitId, version: next.version, by: who.memberId, now }, grant)
    await tx
      .insertInto('recovery_kit')
      .values({ ...place, ...made, sealed_seed: body.recoveryKit })
      .execute()
    return { status: 'accepted', result: { keyId, version: next.version } }
  })
}
