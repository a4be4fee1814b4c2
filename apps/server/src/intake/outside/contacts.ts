import type { ContactView, OutsideContact, SealedPart } from '@ariadne/contract'
import { canonicalJson, mintId, plusHours, REFERRAL_RECEIVERS, sha256 } from '@ariadne/domain'
import type { Targets } from '@ariadne/domain'
import { sql } from 'kysely'
import { findOwnUnits, mayHoldCases } from '../../casework/index.ts'
import type { CommandContext, HandlerOutcome } from '../../platform/commands/registry.ts'
import { asSystem } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import { Problem } from '../../platform/problem.ts'
import { seatsIn } from '../seats.ts'

type Stored = {
  contact_id: string
  unit_id: string
  state: ContactView['state']
  document: OutsideContact
  part: SealedPart | null
  digest: string
  received_at: string
  taken_at: string | null
}

const wrong = (field: string, remedy: string): Problem =>
  new Problem({ status: 400, code: 'invalid_input', title: 'This cannot be taken like this.', field, remedy })

/** The sealed part of a contact from outside: one, bound to it, for the unit it goes to and for nobody else. */
const checkPart = (contact: OutsideContact, part: SealedPart | null, keyIds: readonly string[]): void => {
  if ((part?.partId ?? null) !== contact.partId) throw wrong('part', 'Send exactly the sealed part that is named.')
  if (part === null) return
  const [wrap] = part.wraps
  if (part.subject !== contact.contactId) throw wrong('part.subject', 'Seal the text for this contact.')
  if (part.wraps.length !== 1 || wrap?.reader !== contact.toUnitId || !keyIds.includes(wrap.keyId))
    throw wrong('part.wraps', 'Seal the text for the unit it goes to, with the key it has now.')
}

/** How soon people mean to look at a word: a target of the country's profile. */
export const hoursToLook = ({ dangerNow }: Pick<OutsideContact, 'dangerNow'>, targets: Targets): number =>
  dangerNow ? targets.referralUrgentHours : targets.referralHours

/**
 * Takes in a word from outside. Runs as the instance: nobody is signed in. The same one sent again is the same one.
 * @throws Problem 400 with the entry named, 409 for an id that was used for something else
 */
export const receiveContact = async (
  tx: Tx,
  { contact, part }: { contact: OutsideContact; part: SealedPart | null },
  now: string,
  targets: Targets,
): Promise<{ receivedAt: string; isNew: boolean; hints: Record<string, string> }> => {
  const unit = (await findOwnUnits(tx, [contact.toUnitId])).get(contact.toUnitId)
  if (unit === undefined || !mayHoldCases(unit) || !unit.ready)
    throw wrong('contact.toUnitId', 'Choose one of the units that can be reached from outside.')
  checkPart(contact, part, unit.keyIds)
  const digest = await sha256(canonicalJson(contact))
  const hints: Record<string, string> = {
    ...(contact.dangerNow ? { urgency: 'now' } : {}),
    language: contact.language,
    ...(contact.age === 'unknown' ? {} : { ageGroup: contact.age }),
  }
  const due = plusHours(now, hoursToLook(contact, targets))
  const { rows } = await sql`
    insert into outside_contact (contact_id, unit_id, hints, document, part, code_hash, digest, received_at, due_at)
    values (${contact.contactId}, ${contact.toUnitId}, ${JSON.stringify(hints)}, ${JSON.stringify(contact)},
      ${part === null ? null : JSON.stringify(part)}, ${contact.codeHash}, ${digest}, ${now}, ${due})
    on conflict (contact_id) do nothing returning contact_id`.execute(tx)
  if (rows.length > 0) return { receivedAt: now, isNew: true, hints }
  const known = await lock(tx, contact.contactId)
  if (known?.digest === digest) return { receivedAt: known.received_at, isNew: false, hints }
  throw new Problem({
    status: 409,
    code: 'contact_id_reused',
    title: 'This id was used for something else.',
    remedy: 'Begin again.',
  })
}

/** What became of a word from outside, by the hash of its code. An unknown code is answered like one that waits. */
export const stateOfCode = async (
  tx: Tx,
  codeHash: string,
): Promise<{ state: 'waiting' | 'taken'; at: string | null }> => {
  const { rows } = await sql<{ state: Stored['state']; taken_at: string | null }>`
    select state, taken_at from outside_contact where code_hash = ${codeHash} order by received_at desc limit 1`.execute(
    tx,
  )
  const found = rows[0]
  return found === undefined || found.state === 'waiting'
    ? { state: 'waiting', at: null }
    : { state: 'taken', at: found.taken_at }
}

const lock = async (tx: Tx, contactId: string): Promise<Stored | undefined> =>
  (await sql<Stored>`select * from outside_contact where contact_id = ${contactId} for update`.execute(tx)).rows[0]

const note = async (
  tx: Tx,
  contactId: string,
  step: string,
  by: { unitId: string; memberId: string },
  now: string,
  detail: object = {},
): Promise<void> => {
  await sql`insert into outside_contact_step (id, contact_id, step, by_unit, by_member, at, detail)
    values (${mintId(Date.parse(now))}, ${contactId}, ${step}, ${by.unitId}, ${by.memberId}, ${now},
      ${JSON.stringify(detail)})`.execute(tx)
}

type Work = { unitId: string; contactId: string }

/** Runs work on a contact that lies before one of the member's units, in a function that takes people up. */
const withContact = <K extends 'contact.take' | 'contact.close' | 'contact.open_part'>(
  { tx, who, body }: CommandContext<K>,
  work: (row: Stored) => Promise<HandlerOutcome>,
): Promise<HandlerOutcome> =>
  asSystem(tx, async () => {
    const { unitId, contactId } = body as Work
    if (seatsIn(who, unitId, REFERRAL_RECEIVERS).length === 0)
      return { status: 'refused', code: 'not_your_function', mayInstead: [...REFERRAL_RECEIVERS] }
    const row = await lock(tx, contactId)
    if (row === undefined || row.unit_id !== unitId)
      return {
        status: 'refused',
        code: 'contact_unknown',
        field: 'contactId',
        remedy: 'There is no such contact here, or it is not your unit’s. Look again at your list.',
      }
    return work(row)
  })

const over: HandlerOutcome = { status: 'refused', code: 'contact_not_at_this_stage' }

export const takeContact = (context: CommandContext<'contact.take'>): Promise<HandlerOutcome> =>
  withContact(context, async (row) => {
    const { tx, who, now, body } = context
    if (row.state !== 'waiting') return over
    await sql`update outside_contact set state = 'taken', taken_at = ${now} where contact_id = ${row.contact_id}`.execute(
      tx,
    )
    await note(tx, row.contact_id, 'taken', { unitId: body.unitId, memberId: who.memberId }, now)
    return { status: 'accepted' }
  })

export const closeContact = (context: CommandContext<'contact.close'>): Promise<HandlerOutcome> =>
  withContact(context, async (row) => {
    const { tx, who, now, body } = context
    if (row.state !== 'taken') return over
    // What was sealed has done its work: a case holds what is still needed.
    await sql`update outside_contact set state = 'closed', closed_because = ${body.because}, part = null
      where contact_id = ${row.contact_id}`.execute(tx)
    await note(tx, row.contact_id, 'closed', { unitId: body.unitId, memberId: who.memberId }, now, {
      because: body.because,
    })
    return { status: 'accepted' }
  })

export const openContactPart = (context: CommandContext<'contact.open_part'>): Promise<HandlerOutcome> =>
  withContact(context, async (row) => {
    const { tx, who, now, body } = context
    if (row.part === null)
      return {
        status: 'refused',
        code: 'nothing_sealed',
        field: 'contactId',
        remedy: 'Nothing is sealed in this contact.',
      }
    await note(tx, row.contact_id, 'part_opened', { unitId: body.unitId, memberId: who.memberId }, now, {
      reason: body.reason,
    })
    return { status: 'accepted', result: { part: row.part } }
  })

export const openedPartAgain = async (context: CommandContext<'contact.open_part'>) => {
  const { body } = context
  const row = await asSystem(context.tx, () => lock(context.tx, body.contactId))
  const isTheirs = row?.unit_id === body.unitId && seatsIn(context.who, body.unitId, REFERRAL_RECEIVERS).length > 0
  return { part: isTheirs ? row.part : null }
}

/** A contact as a member of its unit may see it. Runs as the member. */
export const viewContact = async (tx: Tx, contactId: string): Promise<ContactView | undefined> => {
  const { rows } = await sql<Pick<Stored, 'contact_id' | 'state' | 'document' | 'received_at' | 'taken_at'>>`
    select contact_id, state, document, received_at, taken_at from outside_contact where contact_id = ${contactId}`.execute(
    tx,
  )
  const row = rows[0]
  return (
    row && {
      contactId: row.contact_id,
      contact: row.document,
      state: row.state,
      receivedAt: row.received_at,
      takenAt: row.taken_at,
      isSealed: row.document.partId !== null && row.state !== 'closed',
    }
  )
}
