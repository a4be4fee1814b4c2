import { UNITS_WITHOUT_CASES } from '@ariadne/domain'
import type { UnitKind } from '@ariadne/domain'
import { sql } from 'kysely'
import type { Tx } from '../platform/database/index.ts'

/** A unit of this instance as the rules about cases need to know it. */
export type OwnUnit = {
  unitId: string
  kind: UnitKind
  /** Its key of now, then those before it, which what was sealed before a change still names. */
  keyIds: readonly string[]
  ready: boolean
}
/** A unit of another instance, from the signed trust list. */
export type PeerUnit = {
  unitId: string
  kinds: readonly string[]
  country: string
  /** Null while the unit cannot receive anything sealed. */
  keyId: string | null
}

/** What is known of other instances. Without a trust list nothing is, and nothing leaves. */
export type PeerDirectory = {
  /** A unit that something may be sealed to or agreed about now. */
  findUnit: (instanceId: string, unitId: string) => PeerUnit | undefined
  /** For showing only, also when the list is out of date. */
  findName: (instanceId: string, unitId: string) => string | undefined
}
export const noPeers: PeerDirectory = { findUnit: () => undefined, findName: () => undefined }

/** Units of this instance that are in service, by id. */
export const findOwnUnits = async (tx: Tx, ids: readonly string[]): Promise<Map<string, OwnUnit>> => {
  if (ids.length === 0) return new Map()
  const rows = await sql<OwnUnit>`
    select u.id as "unitId", u.kind, unit_is_ready(u.id) as ready,
      array(select k.key_id from unit_key k where k.unit_id = u.id order by k.version desc) as "keyIds"
    from unit u
    where u.id = any (${[...new Set(ids)]}::text[]) and u.state = 'active'`.execute(tx)
  return new Map(rows.rows.map((row) => [row.unitId, row]))
}

export const mayHoldCases = (unit: Pick<OwnUnit, 'kind'>): boolean => !UNITS_WITHOUT_CASES.includes(unit.kind)

/** A member of one unit with a function there, as the directory shows them. */
export const findColleague = async (
  tx: Tx,
  memberId: string,
  unitId: string,
): Promise<{ name: string; functions: string[] } | undefined> => {
  const rows = await sql<{ name: string; functions: string[] }>`
    select m.display_name as name, s.functions from member m join membership s on s.member_id = m.id
    where m.id = ${memberId} and s.unit_id = ${unitId} and s.until is null and m.state = 'active'`.execute(tx)
  return rows.rows[0]
}
