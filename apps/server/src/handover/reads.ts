import type { CaseView, ExchangeOverview, QueueLine } from '@ariadne/contract'
import { sql } from 'kysely'
import type { MessageSource } from '../casework/index.ts'
import type { Trust } from '../network/index.ts'
import { asSystem } from '../platform/database/index.ts'
import type { Tx } from '../platform/database/index.ts'
import type { QueueProvider } from '../platform/queues.ts'

type Shown = CaseView['messages'][number]

/** What became of the messages about a case. Content is not among it. */
export const messagesOfCase: MessageSource = async (tx, caseId) => {
  const rows = await sql<{ actionId: string; state: string; at: string; code: string | null }>`
    select distinct on (act_id) act_id as "actionId", state, code,
      coalesce(processed_at, delivered_at, queued_at) as at
    from outbox where case_id = ${caseId} and act_id is not null and kind like 'handover.%'
    order by act_id, position desc`.execute(tx)
  return rows.rows.map(({ state, ...row }) => ({
    ...row,
    state: state === 'void' ? 'expired' : (state as Shown['state']),
  }))
}

const BOARD = 'message_not_delivered'
const PAGE = 50

type AlarmRow = {
  id: string
  unit_id: string
  code: string
  peer: string
  kind: string | null
  message_id: string | null
  case_id: string | null
  reference: string | null
  handover_id: string | null
  since: string
}

const lineOf = (row: AlarmRow, now: string): QueueLine =>
  ({
    queue: BOARD,
    unitId: row.unit_id,
    act: 'message.note',
    subject: { type: 'message', messageId: row.id },
    hints: {
      code: row.code,
      peer: row.peer,
      ...(row.kind ? { kind: row.kind } : {}),
      ...(row.reference ? { reference: row.reference } : {}),
      ...(row.case_id && row.reference ? { caseId: row.case_id } : {}),
    },
    since: row.since,
    dueAt: row.since,
    overdue: row.since <= now,
  }) as unknown as QueueLine

/** Open alarms of the asker's units; which case each is about is told only to who may read that case. */
const openAlarms = async (tx: Tx, after: string | undefined, limit: number): Promise<AlarmRow[]> => {
  const [since = '', id = ''] = after?.split('~') ?? []
  const rows = await sql<AlarmRow>`
    select a.id, a.unit_id, a.code, a.peer, a.message_id, a.case_id, a.handover_id, a.since, c.reference, null as kind
    from exchange_alarm a left join case_row c on c.case_id = a.case_id
    where a.settled_at is null
      and exists (select from unnest((select actor_functions())) f where f in ('focal_point', 'case_coordinator'))
      and (${after === undefined} or (a.since, a.id) > (${since === '' ? '-infinity' : since}::timestamptz, ${id === '' ? '00000000-0000-0000-0000-000000000000' : id}::uuid))
    order by a.since, a.id limit ${limit}`.execute(tx)
  return rows.rows
}

/** Messages that somebody has to look at, on the morning board of who can do something about them. */
export const alarmQueue: QueueProvider = {
  names: [BOARD],
  summary: async (tx, _who, now) => {
    const rows = await openAlarms(tx, undefined, 200)
    if (rows.length === 0) return []
    return [
      {
        queue: BOARD,
        count: rows.length,
        overdue: rows.length,
        first: rows.slice(0, 3).map((row) => lineOf(row, now)),
      },
    ]
  },
  page: async (tx, _who, _queue, after, now) => {
    const rows = await openAlarms(tx, after, PAGE + 1)
    const last = rows[PAGE - 1]
    return {
      entries: rows.slice(0, PAGE).map((row) => lineOf(row, now)),
      next: rows.length > PAGE && last ? `${last.since}~${last.id}` : null,
    }
  },
}

/** The state of the lines to the other instances, and the last messages, without content. */
export const overview = (tx: Tx, trust: Trust): Promise<ExchangeOverview> =>
  asSystem(tx, async () => {
    const list = trust.lastList()
    const lines = await sql<{
      instanceId: string
      waiting: number
      lastReceivedAt: string | null
      lastDeliveredAt: string | null
    }>`
      select p.peer as "instanceId", p.last_received_at as "lastReceivedAt", p.last_delivered_at as "lastDeliveredAt",
        (select count(*)::integer from outbox o where o.peer = p.peer and o.state in ('waiting', 'sent')) as waiting
      from peer_line p order by p.peer`.execute(tx)
    const byPeer = new Map(lines.rows.map((row) => [row.instanceId, row]))
    const messages = await sql<ExchangeOverview['messages'][number]>`
      select * from (
        (select message_id::text as "messageId", 'out' as direction, peer, kind, state, code, queued_at as at,
          expires_at as "expiresAt", attempts, position from outbox order by position desc limit 100)
        union all
        (select coalesce(message_id::text, container_digest), 'in', coalesce(peer, 'ins_unknown'), coalesce(kind, 'unread'),
          state, code, received_at, null, attempts, entry from inbox order by entry desc limit 100)
      ) m order by at desc limit 100`.execute(tx)
    const restored = await sql<{ restored: boolean }>`
      select restored_at is not null and (reconciled_at is null or reconciled_at < restored_at) as restored
      from instance_state`.execute(tx)
    return {
      peers: (list?.members ?? [])
        .filter((member) => member.kind === 'country' || byPeer.has(member.id))
        .map((member) => ({
          instanceId: member.id,
          name: member.name,
          country: member.country ?? '',
          waiting: byPeer.get(member.id)?.waiting ?? 0,
          lastReceivedAt: byPeer.get(member.id)?.lastReceivedAt ?? null,
          lastDeliveredAt: byPeer.get(member.id)?.lastDeliveredAt ?? null,
        })),
      messages: messages.rows.map(({ ...row }) => {
        delete (row as { position?: unknown }).position
        return row
      }),
      trustList: list
        ? { version: list.version, issuedAt: list.issued, expiresAt: list.expires, stale: !trust.status().fresh }
        : null,
      restored: restored.rows[0]?.restored ?? false,
    } as ExchangeOverview
  })
