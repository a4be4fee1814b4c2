import type { DutyContact } from '@ariadne/contract'
import { mintId, UNITS_WITHOUT_CASES } from '@ariadne/domain'
import { sql } from 'kysely'
import type { CommandContext, HandlerOutcome } from '../platform/commands/registry.ts'
import { asSystem } from '../platform/database/index.ts'
import type { Message, Tx } from '../platform/database/index.ts'
import type { SignedIn } from '../platform/http/env.ts'
import { nameIn } from '../platform/organisation/names.ts'
import { seatsIn } from './seats.ts'

/** A call older than this is no longer relied on (domain research C9: directory entries are re-confirmed after 90 days). */
const FRESH_DAYS = 90

/** Who records that a number was called and answered: the unit's own coordinators, or those who keep the directory. */
const KEEPERS = ['national_coordinator', 'instance_admin'] as const
const mayRecord = (who: SignedIn, unitId: string): boolean =>
  KEEPERS.some((name) => who.functions.includes(name)) || seatsIn(who, unitId, ['case_coordinator']).length > 0

type Row = {
  id: string
  name: Message
  organisation: Message
  kind: DutyContact['kind']
  languages: string[]
  phone: string | null
  state: DutyContact['state']
  confirmed_by: string | null
  called_at: string | null
}

/** The on-duty contacts of this country's units that take people up. Runs as the member. */
export const listDuty = async (tx: Tx, who: SignedIn, now: string): Promise<DutyContact[]> => {
  const { rows } = await sql<Row>`
    select u.id, u.name, o.name as organisation, u.kind, u.languages, u.on_duty_contact as phone, u.on_duty_state as state,
      u.on_duty_confirmed_by as confirmed_by, u.on_duty_called_at as called_at
    from unit u join organisation o on o.id = u.organisation_id
    where u.state = 'active' and u.kind <> all (${[...UNITS_WITHOUT_CASES]}::text[]) order by u.id`.execute(tx)
  return rows.map((row) => ({
    unitId: row.id as DutyContact['unitId'],
    unitName: nameIn(row.name, who.language),
    organisationName: nameIn(row.organisation, who.language),
    kind: row.kind,
    languages: row.languages,
    // What stands there in a demo is no telephone, and is not offered as one.
    phone: row.state === 'confirmed' ? row.phone : null,
    state: row.state,
    confirmedBy: row.confirmed_by,
    calledAt: row.called_at,
    stale: row.called_at === null || Date.parse(now) - Date.parse(row.called_at) > FRESH_DAYS * 86_400_000,
    mayRecordCall: mayRecord(who, row.id),
  }))
}

/** Somebody called a number and it was answered: from now on it counts as confirmed, by them. */
export const recordCall = async ({
  tx,
  who,
  now,
  body: { unitId, phone },
}: CommandContext<'duty.called'>): Promise<HandlerOutcome> => {
  if (!mayRecord(who, unitId))
    return { status: 'refused', code: 'not_your_function', mayInstead: ['case_coordinator', ...KEEPERS] }
  return asSystem(tx, async () => {
    const { rows } = await sql`update unit set on_duty_contact = ${phone}, on_duty_state = 'confirmed',
        on_duty_confirmed_by = ${who.displayName}, on_duty_called_at = ${now}
      where id = ${unitId} and state = 'active' and kind <> all (${[...UNITS_WITHOUT_CASES]}::text[]) returning id`.execute(
      tx,
    )
    if (rows.length === 0)
      return {
        status: 'refused',
        code: 'unit_unknown',
        field: 'unitId',
        remedy: 'Choose a unit from the on-duty page.',
      }
    await sql`insert into duty_call (id, unit_id, contact, called_by, called_at)
      values (${mintId(Date.parse(now))}, ${unitId}, ${phone}, ${who.memberId}, ${now})`.execute(tx)
    return { status: 'accepted' }
  })
}
