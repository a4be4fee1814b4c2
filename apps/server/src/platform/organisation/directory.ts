import type { DirectoryUnit } from '@ariadne/contract'
import { sql } from 'kysely'
import type { Config } from '../config/index.ts'
import type { Database, Message } from '../database/index.ts'
import { withActor } from '../database/index.ts'
import type { SignedIn } from '../http/env.ts'
import { nameIn } from './names.ts'

type Row = {
  unitId: string
  organisationId: string
  organisationName: Message
  name: Message
  kind: string
  languages: string[]
  onDutyContact: string | null
  onDutyState: 'empty' | 'demo' | 'confirmed'
  onDutyCalledAt: string | null
  publicKey: string | null
  keyId: string | null
  ready: boolean
  members: {
    memberId: string
    name: string
    functions: string[]
    keyId: string | null
    publicKey: string | null
    holdsUnitKey: boolean
  }[]
}

/** The units of this instance with the members a case can be assigned to. */
export const readOwnUnits = async (
  deps: { db: Database; config: Pick<Config, 'instance'> },
  who: Pick<SignedIn, 'actor' | 'language'>,
): Promise<DirectoryUnit[]> => {
  const { rows } = await withActor(deps.db, who.actor, (tx) =>
    sql<Row>`
      select u.id as "unitId", o.id as "organisationId", o.name as "organisationName", u.name, u.kind, u.languages,
        u.on_duty_contact as "onDutyContact", u.on_duty_state as "onDutyState", u.on_duty_called_at as "onDutyCalledAt",
        k.public_key as "publicKey", k.key_id as "keyId", unit_is_ready(u.id) as ready,
        coalesce((
          select jsonb_agg(jsonb_build_object('memberId', m.id, 'name', m.display_name, 'functions', s.functions,
            'keyId', p.key_id, 'publicKey', p.public_key, 'holdsUnitKey', holds_unit_key(m.id, u.id)) order by m.display_name, m.id)
          from membership s join member m on m.id = s.member_id and m.state = 'active'
          left join member_public_key p on p.member_id = m.id
          where s.unit_id = u.id and s.until is null
        ), '[]') as members
      from unit u join organisation o on o.id = u.organisation_id
      left join unit_key k on k.unit_id = u.id and k.state = 'current'
      where u.state = 'active' order by u.id`.execute(tx),
  )
  return rows.map(
    (row) =>
      ({
        unitId: row.unitId,
        instanceId: deps.config.instance.id,
        organisationId: row.organisationId,
        organisationName: nameIn(row.organisationName, who.language),
        name: nameIn(row.name, who.language),
        country: deps.config.instance.country ?? '',
        kind: row.kind,
        languages: row.languages,
        onDuty:
          row.onDutyState === 'empty'
            ? null
            : { phone: row.onDutyContact, note: row.onDutyState, confirmedAt: row.onDutyCalledAt },
        publicKey: row.publicKey,
        keyId: row.keyId,
        ready: row.ready,
        members: row.members,
      }) as DirectoryUnit,
  )
}

/** A unit may receive a case only when two members hold its key and two have confirmed its printed recovery kit. */
export const unitReady = async (db: Database, unitId: string): Promise<boolean> =>
  (await sql<{ ready: boolean }>`select unit_is_ready(${unitId}) as ready`.execute(db)).rows[0]?.ready ?? false
