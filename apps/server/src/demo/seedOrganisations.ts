import { mintId } from '@ariadne/domain'
import { sql } from 'kysely'
import type { Database } from '../platform/database/index.ts'
import { memberIdOf, type DemoCountry } from './people.ts'

/** Where those demo units work that meet people. */
const AREAS: Readonly<Record<string, string>> = {
  unt_mk_border_gevgelija: 'MK004',
  unt_mk_csw_gevgelija: 'MK004',
  unt_mk_nrm_skopje: 'MK008',
  unt_mk_shelter_a: 'MK008',
  unt_rs_outreach: 'RS110',
  unt_rs_protection: 'RS110',
  unt_al_focal: 'AL022',
  unt_al_child: 'AL022',
  unt_al_social: 'AL034',
  unt_se_focal: 'SE110',
}

/** Doors for the card. Nobody shall stand before a door that is not there: each says what it is. */
const PLACES = [
  ['Information desk, bus station (demo: no such door)', '08:00–20:00'],
  ['Health centre, side entrance (demo: no such door)', '07:00–15:00'],
] as const

/**
 * The organisations, units and invited members of one demo country, as an administrator would have entered them. Run as
 * the owner; what is there already stays as it is.
 */
export const seedOrganisations = async (owner: Database, country: DemoCountry, now: Date): Promise<void> => {
  const organisations = country.organisations.map(({ id, kind, name }) => ({
    id,
    kind,
    name: JSON.stringify({ en: name }),
  }))
  const units = country.organisations.flatMap(({ id, units: own }) =>
    own.map((unit) => ({
      id: unit.id,
      organisation_id: id,
      kind: unit.kind,
      name: JSON.stringify({ en: unit.name }),
      languages: [...unit.languages],
      area: AREAS[unit.id] ?? null,
      // A contact that would be dialled in earnest is never made up: it says what it is.
      on_duty_contact: unit.kind === 'secretariat' ? null : 'demo: no telephone',
      on_duty_state: unit.kind === 'secretariat' ? ('empty' as const) : ('demo' as const),
    })),
  )
  const organisationOf = (unitId: string): string => units.find((unit) => unit.id === unitId)?.organisation_id ?? ''
  const members = country.people.map((person) => ({
    id: memberIdOf(country, person),
    organisation_id: organisationOf(person.memberships[0]?.unit ?? ''),
    display_name: person.name,
    language: person.language,
    created_at: now,
  }))
  const memberships = country.people.flatMap((person) =>
    person.memberships.map(({ unit, functions }) => ({
      member_id: memberIdOf(country, person),
      unit_id: unit,
      functions: [...functions],
      since: now,
    })),
  )
  await owner.transaction().execute(async (tx) => {
    const once = { column: 'id' } as const
    await tx
      .insertInto('organisation')
      .values(organisations)
      .onConflict((c) => c.column(once.column).doNothing())
      .execute()
    await tx
      .insertInto('unit')
      .values(units)
      .onConflict((c) => c.column(once.column).doNothing())
      .execute()
    await tx
      .insertInto('member')
      .values(members)
      .onConflict((c) => c.column(once.column).doNothing())
      .execute()
    await tx
      .insertInto('membership')
      .values(memberships)
      .onConflict((c) => c.columns(['member_id', 'unit_id']).doNothing())
      .execute()
    const keeper = country.people.find((one) =>
      one.memberships.some(({ functions }) => functions.includes('national_coordinator')),
    )
    if (keeper)
      for (const [door, hours] of PLACES)
        await sql`insert into card_place (place_id, door, hours, confirmed_by, confirmed_at)
          select ${mintId<string>(now.getTime())}, ${door}, ${hours}, ${memberIdOf(country, keeper)}, ${now.toISOString()}
          where not exists (select from card_place where door = ${door})`.execute(tx)
  })
}
