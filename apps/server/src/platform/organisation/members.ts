import { sql } from 'kysely'
import type { Database } from '../database/index.ts'
import type { Membership } from '../http/env.ts'

export type ActiveMember = {
  memberId: string
  displayName: string
  language: string
  organisationId: string
  memberships: Membership[]
}

/** The active member behind an account, with their units and functions as of now. */
export const findActiveMember = async (db: Database, accountId: string): Promise<ActiveMember | undefined> => {
  const found = await sql<ActiveMember>`
    select m.id as "memberId", m.display_name as "displayName", m.language, m.organisation_id as "organisationId",
      coalesce((
        select jsonb_agg(jsonb_build_object('unitId', s.unit_id, 'functions', s.functions) order by s.unit_id)
        from membership s join unit u on u.id = s.unit_id and u.state = 'active'
        where s.member_id = m.id and s.until is null
      ), '[]') as memberships
    from member m where m.account_id = ${accountId} and m.state = 'active'`.execute(db)
  return found.rows[0]
}

export const functionsOf = (memberships: readonly Membership[]): string[] => [
  ...new Set(memberships.flatMap((membership) => membership.functions)),
]
