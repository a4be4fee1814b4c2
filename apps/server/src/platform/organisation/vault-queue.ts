import type { QueueLine } from '@ariadne/contract'
import { UNITS_WITHOUT_CASES } from '@ariadne/domain'
import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import type { QueueProvider } from '../queues.ts'

type Row = { unitId: string; memberId: string | null; since: string }

/** What a unit's members must do before cases can reach it, or before a new colleague can read any. */
const queries = {
  unit_key_to_make: (tx: Tx) =>
    sql<Row>`select u.id as "unitId", null as "memberId", m.since from unit u
      join membership m on m.unit_id = u.id and m.member_id = (select actor_member()) and m.until is null
      where u.state = 'active' and u.kind <> all (${[...UNITS_WITHOUT_CASES]}::text[])
        and not exists (select 1 from unit_key k where k.unit_id = u.id and k.state = 'current')
      order by u.id limit 200`.execute(tx),
  unit_key_to_grant: (tx: Tx) =>
    sql<Row>`select k.unit_id as "unitId", s.member_id as "memberId", s.since from unit_key k
      join membership s on s.unit_id = k.unit_id and s.until is null
      join member m on m.id = s.member_id and m.state = 'active'
      where k.state = 'current' and k.unit_id = any ((select actor_units())::text[])
        and holds_unit_key((select actor_member()), k.unit_id) and not holds_unit_key(s.member_id, k.unit_id)
      order by s.since, s.member_id limit 200`.execute(tx),
  unit_key_to_rotate: (tx: Tx) =>
    sql<Row>`select k.unit_id as "unitId", null as "memberId", unit_key_seen_outside(k.unit_id) as since from unit_key k
      where k.state = 'current' and k.unit_id = any ((select actor_units())::text[])
        and holds_unit_key((select actor_member()), k.unit_id) and unit_key_seen_outside(k.unit_id) is not null
      order by k.unit_id limit 200`.execute(tx),
  recovery_kit_to_confirm: (tx: Tx) =>
    sql<Row>`select k.unit_id as "unitId", null as "memberId", k.created_at as since from unit_key k
      where k.state = 'current' and k.unit_id = any ((select actor_units())::text[])
        and holds_unit_key((select actor_member()), k.unit_id) and unit_kit_confirmations(k.unit_id) < 2
        and not exists (select 1 from recovery_kit_confirmation c where c.unit_id = k.unit_id and c.version = k.version
          and c.member_id = (select actor_member()))
      order by k.unit_id limit 200`.execute(tx),
} as const

type Name = keyof typeof queries
const names = Object.keys(queries) as Name[]

const acts: Record<Name, string> = {
  unit_key_to_make: 'vault.create_unit_key',
  unit_key_to_grant: 'vault.grant_unit_key',
  unit_key_to_rotate: 'vault.rotate_unit_key',
  recovery_kit_to_confirm: 'vault.confirm_recovery_kit',
}

const lines = async (tx: Tx, queue: Name): Promise<QueueLine[]> =>
  (await queries[queue](tx)).rows.map(
    (row) =>
      ({
        queue,
        unitId: row.unitId,
        act: acts[queue],
        subject: { type: 'unit_key', unitId: row.unitId, memberId: row.memberId },
        hints: {},
        since: row.since,
        dueAt: null,
        overdue: false,
      }) as QueueLine,
  )

export const vaultQueues: QueueProvider = {
  names,
  summary: async (tx) => {
    const counts = []
    for (const queue of names) {
      const all = await lines(tx, queue)
      if (all.length > 0) counts.push({ queue, count: all.length, overdue: 0, first: all.slice(0, 3) })
    }
    return counts
  },
  page: async (tx, _who, queue) => ({ entries: await lines(tx, queue as Name), next: null }),
}
