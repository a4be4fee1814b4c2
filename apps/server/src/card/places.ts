import type { Place } from '@ariadne/contract'
import { CARD_PLACES_AT_MOST, tellingWord } from '@ariadne/domain/helpCard'
import { sql } from 'kysely'
import type { CommandContext, HandlerOutcome } from '../platform/commands/registry.ts'
import { asSystem } from '../platform/database/index.ts'
import type { Tx } from '../platform/database/index.ts'
import type { SignedIn } from '../platform/http/env.ts'

/** A word from there older than this is no longer relied on (domain research C9: directory entries are re-confirmed after 90 days). */
const FRESH_DAYS = 90

const KEEPERS = ['national_coordinator', 'instance_admin'] as const
export const mayKeepPlaces = (who: SignedIn): boolean => KEEPERS.some((name) => who.functions.includes(name))

/** Places that may be named on a card, in the order they were added. Runs as the member. */
export const listPlaces = async (tx: Tx, now: string): Promise<Place[]> => {
  const { rows } = await sql<Omit<Place, 'stale'>>`
    select p.place_id as "placeId", p.door as where, p.hours as when, m.display_name as "confirmedBy",
      p.confirmed_at as "confirmedAt"
    from card_place p join member m on m.id = p.confirmed_by where p.removed_at is null order by p.place_id`.execute(tx)
  return rows.map((row) => ({
    ...row,
    stale: Date.parse(now) - Date.parse(row.confirmedAt) > FRESH_DAYS * 86_400_000,
  }))
}

const notTheirs: HandlerOutcome = { status: 'refused', code: 'not_your_function', mayInstead: [...KEEPERS] }
const unknown: HandlerOutcome = {
  status: 'refused',
  code: 'place_unknown',
  field: 'placeId',
  remedy: 'Choose a place from the list; another member may have removed this one.',
}

export const addPlace = async ({
  tx,
  who,
  now,
  body: { placeId, where, when },
}: CommandContext<'card.place_add'>): Promise<HandlerOutcome> => {
  if (!mayKeepPlaces(who)) return notTheirs
  for (const [field, text] of Object.entries({ where, when })) {
    const word = tellingWord(text)
    if (word !== undefined)
      return {
        status: 'refused',
        code: 'card_would_tell',
        field,
        remedy: `Leave out "${word}": whoever finds the card must not learn what it is for.`,
      }
  }
  return asSystem(tx, async () => {
    // Two who add at the same moment wait for each other, so that the list never outgrows its end.
    await sql`select pg_advisory_xact_lock(hashtext('card_place'))`.execute(tx)
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from card_place where removed_at is null and place_id <> ${placeId}`.execute(tx)
    if ((rows[0]?.count ?? 0) >= CARD_PLACES_AT_MOST)
      return {
        status: 'refused',
        code: 'places_full',
        remedy: `There are ${CARD_PLACES_AT_MOST} places already. Remove one that is no longer needed.`,
      }
    const added = await sql`insert into card_place (place_id, door, hours, confirmed_by, confirmed_at)
      values (${placeId}, ${where}, ${when}, ${who.memberId}, ${now}) on conflict (place_id) do nothing returning place_id`.execute(
      tx,
    )
    return added.rows.length === 0 ? { status: 'refused', code: 'taken', field: 'placeId' } : { status: 'accepted' }
  })
}

export const confirmPlace = async ({
  tx,
  who,
  now,
  body: { placeId },
}: CommandContext<'card.place_confirm'>): Promise<HandlerOutcome> => {
  if (!mayKeepPlaces(who)) return notTheirs
  return asSystem(tx, async () => {
    const { rows } = await sql`update card_place set confirmed_by = ${who.memberId}, confirmed_at = ${now}
      where place_id = ${placeId} and removed_at is null returning place_id`.execute(tx)
    return rows.length === 0 ? unknown : { status: 'accepted' }
  })
}

export const removePlace = async ({
  tx,
  who,
  now,
  body: { placeId },
}: CommandContext<'card.place_remove'>): Promise<HandlerOutcome> => {
  if (!mayKeepPlaces(who)) return notTheirs
  return asSystem(tx, async () => {
    const { rows } = await sql`update card_place set removed_by = ${who.memberId}, removed_at = ${now}
      where place_id = ${placeId} and removed_at is null returning place_id`.execute(tx)
    return rows.length === 0 ? unknown : { status: 'accepted' }
  })
}
