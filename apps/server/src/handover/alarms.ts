import { mintId } from '@ariadne/domain'
import { sql } from 'kysely'
import type { Tx } from '../platform/database/index.ts'
import { nowOf, type ExchangeDeps } from './deps.ts'
import { exchangeTables } from './tables.ts'

export type Alarm = {
  code: string
  peer: string
  /** Whose focal point looks at it. Without one it goes to every unit here that has handovers with the peer. */
  unitId?: string | null
  messageId?: string | null
  caseId?: string | null
  handoverId?: string | null
}

const unitsFor = async (tx: Tx, alarm: Alarm): Promise<string[]> => {
  if (alarm.unitId) return [alarm.unitId]
  const found = await sql<{ unit_id: string }>`
    select distinct s.unit_id from membership s join unit u on u.id = s.unit_id and u.state = 'active'
    where s.until is null and 'focal_point' = any (s.functions) order by s.unit_id`.execute(tx)
  return found.rows.map((row) => row.unit_id)
}

/** What is no one message's fault is known by its handover: as long as its line is open, it is told. */
const isTold = async (tx: Tx, { code, peer, messageId, handoverId }: Alarm, unitId: string): Promise<boolean> => {
  if (messageId || !handoverId) return false
  const { rows } = await sql`
    select from exchange_alarm where unit_id = ${unitId} and code = ${code} and peer = ${peer}
      and handover_id = ${handoverId} and settled_at is null limit 1`.execute(tx)
  return rows.length > 0
}

/** Puts a line before the people who can do something about it. The same fault of the same message is told once. */
export const raiseAlarm = async (deps: ExchangeDeps, tx: Tx, alarm: Alarm): Promise<void> => {
  const now = nowOf(deps)
  deps.log.warn({ code: alarm.code, peer: alarm.peer }, 'exchange alarm')
  for (const unitId of await unitsFor(tx, alarm)) {
    if (await isTold(tx, alarm, unitId)) continue
    await exchangeTables(tx)
      .insertInto('exchange_alarm')
      .values({
        id: mintId(Date.parse(now)),
        unit_id: unitId,
        code: alarm.code,
        peer: alarm.peer,
        message_id: alarm.messageId ?? null,
        case_id: alarm.caseId ?? null,
        handover_id: alarm.handoverId ?? null,
        since: now,
      })
      .onConflict((c) => c.doNothing())
      .execute()
  }
}
