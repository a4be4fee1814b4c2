import { sql } from 'kysely'
import { asSystem } from '../platform/database/index.ts'
import type { Tx } from '../platform/database/index.ts'
import type { Register } from '../platform/stage.ts'
import { nowOf, type ExchangeDeps } from './deps.ts'
import { queueMessage } from './outbox/queue.ts'
import { exchangeTables } from './tables.ts'

type Alarm = { id: string; unit_id: string; message_id: string | null; settled_at: string | null }

/** An alarm of one of the asker's units; row-level security shows no other. */
const findAlarm = async (tx: Tx, id: string): Promise<Alarm | undefined> =>
  (await sql<Alarm>`select id, unit_id, message_id, settled_at from exchange_alarm where id = ${id}`.execute(tx))
    .rows[0]

const settle = (deps: ExchangeDeps, tx: Tx, id: string, memberId: string) =>
  asSystem(tx, () =>
    exchangeTables(tx)
      .updateTable('exchange_alarm')
      .set({ settled_at: nowOf(deps), settled_by: memberId })
      .where('id', '=', id)
      .where('settled_at', 'is', null)
      .execute(),
  )

const MAY = ['focal_point', 'case_coordinator'] as const
const refused = (code: string, remedy: string, field = 'alarmId') => ({
  status: 'refused' as const,
  code,
  field,
  remedy,
})
const unknown = refused('alarm_unknown', 'Reload the page: somebody may have seen to it already.')

/** What a person does about a message that failed: take note, or send it once more. */
export const exchangeCommands = (register: Register, deps: ExchangeDeps): void => {
  register.command('message.note', async ({ tx, who, body }) => {
    if (!who.functions.some((name) => MAY.some((one) => one === name)))
      return { ...refused('not_your_function', 'Ask a focal point or coordinator.'), mayInstead: [...MAY] }
    const alarm = await findAlarm(tx, body.alarmId)
    if (!alarm) return unknown
    await settle(deps, tx, alarm.id, who.memberId)
    return { status: 'accepted' }
  })
  register.command('message.send_again', async ({ tx, who, body }) => {
    if (!who.functions.some((name) => MAY.some((one) => one === name)))
      return { ...refused('not_your_function', 'Ask a focal point or coordinator.'), mayInstead: [...MAY] }
    const alarm = await findAlarm(tx, body.alarmId)
    if (!alarm) return unknown
    return asSystem(tx, async () => {
      const row = alarm.message_id
        ? await exchangeTables(tx)
            .selectFrom('outbox')
            .selectAll()
            .where('message_id', '=', alarm.message_id)
            .executeTakeFirst()
        : undefined
      const failed =
        row && (['expired', 'refused'].includes(row.state) || (row.state === 'processed' && row.code !== null))
      if (!row || !failed || row.act_id === null)
        return refused(
          'message_cannot_be_sent_again',
          'This message did not fail, or it is not one of yours. Take note of it.',
        )
      const { draft } = row
      const messageId = await queueMessage(deps, tx, {
        peer: row.peer,
        thread: row.thread,
        kind: row.kind,
        body: draft.body,
        purpose: draft.purpose,
        agreementHash: draft.agreementHash,
        basis: draft.basis,
        handling: draft.handling,
        actId: row.act_id,
        ...(row.case_id ? { caseId: row.case_id } : {}),
        ...(row.unit_id ? { unitId: row.unit_id } : {}),
      })
      await settle(deps, tx, alarm.id, who.memberId)
      return { status: 'accepted' as const, result: { messageId } }
    })
  })
}
