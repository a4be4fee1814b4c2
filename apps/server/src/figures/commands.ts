import { createHash } from 'node:crypto'
import type { CommandBody } from '@ariadne/contract'
import { GROUND_NOTE_CODES } from '@ariadne/contract'
import { canonicalJson, vocabulary } from '@ariadne/domain'
import { boundsOf } from '@ariadne/domain/statistics'
import { asSystem } from '../platform/database/index.ts'
import type { Tx } from '../platform/database/index.ts'
import type { HandlerOutcome } from '../platform/commands/registry.ts'
import type { Register } from '../platform/stage.ts'
import type { Figures } from './figures.ts'
import { buildReport } from './reports/build.ts'
import { keepReport } from './reports/versions.ts'
import { figureTables } from './tables.ts'
import { looksLikeSomebody } from './words.ts'

const refused = (code: string, remedy: string, field?: string): HandlerOutcome => ({
  status: 'refused',
  code,
  remedy,
  ...(field === undefined ? {} : { field }),
})

const notCoordinator = refused('not_your_function', 'The national coordinator can do this.')

const enter = async (
  tx: Tx,
  figures: Figures,
  body: CommandBody<'figure.enter'>,
  by: string,
  now: string,
): Promise<HandlerOutcome> => {
  const { definitions } = await figures.statistics()
  const definition = definitions.find((one) => one.id === body.definition)
  if (definition === undefined || definition.kind === 'share' || definition.kind === 'duration')
    return refused('definition_unknown', 'Name a definition that is counted or entered.', 'definition')
  const unknown = Object.keys(body.key).find((name) => !definition.dimensions.some((one) => one === name))
  if (unknown !== undefined)
    return refused('dimension_unknown', `Use: ${definition.dimensions.join(', ')}.`, `key.${unknown}`)
  if ((body.status === 'missing') !== (body.value === null))
    return refused('field_invalid', 'Give a number, or say that it is missing.', 'value')
  if (boundsOf(body.period).from > now.slice(0, 10))
    return refused('date_in_future', 'Choose a period that has begun.', 'period')
  const tables = figureTables(tx)
  const digest = createHash('sha256').update(canonicalJson(body)).digest('hex')
  // Sent again because the answer was lost: the same answer, and still one figure.
  const same = await tables
    .selectFrom('figure_entry')
    .select('id')
    .where('id', '=', body.entryId)
    .where('digest', '=', digest)
    .executeTakeFirst()
  if (same !== undefined) return { status: 'accepted', result: { entryId: body.entryId } }
  if (body.replaces !== null) {
    const before = await tables
      .selectFrom('figure_entry')
      .selectAll()
      .where('id', '=', body.replaces)
      .executeTakeFirst()
    if (
      before === undefined ||
      before.definition !== body.definition ||
      before.period !== body.period ||
      before.source !== body.source ||
      canonicalJson(before.key) !== canonicalJson(body.key)
    )
      return refused('nothing_to_replace', 'A correction is of the same figure, period and source.', 'replaces')
    if (body.note === null)
      return refused('say_why', 'Say in a line why the figure is corrected; the old one stays, struck out.', 'note')
    const later = await tables
      .selectFrom('figure_entry')
      .select('id')
      .where('replaces', '=', body.replaces)
      .executeTakeFirst()
    if (later !== undefined)
      return refused('replaced_already', 'It was corrected already; correct the correction.', 'replaces')
  }
  await tables
    .insertInto('figure_entry')
    .values({
      id: body.entryId,
      definition: body.definition,
      period: body.period,
      period_from: boundsOf(body.period).from,
      country: figures.country || null,
      key: JSON.stringify(body.key),
      status: body.status === 'missing' ? 'missing' : body.value === 0 ? 'zero' : 'value',
      value: body.value,
      low: body.value,
      high: body.value,
      source: body.source,
      source_title: body.sourceTitle,
      note: body.note,
      entered_by: by,
      entered_at: now,
      batch: null,
      replaces: body.replaces,
      digest,
    })
    .execute()
  return { status: 'accepted', result: { entryId: body.entryId } }
}

export const registerFigureCommands = (register: Pick<Register, 'command'>, figures: Figures): void => {
  register.command('figure.enter', ({ tx, who, body, now }) =>
    who.functions.includes('national_coordinator')
      ? asSystem(tx, () => enter(tx, figures, body, who.memberId, now))
      : Promise.resolve(notCoordinator),
  )

  register.command('figure.keep_report', async ({ tx, who, body, now }) => {
    if (!who.functions.includes('national_coordinator')) return notCoordinator
    const built = await figures.read(who.language, (reading) => buildReport(reading, body.report, body.year))
    const kept = await asSystem(tx, () =>
      keepReport(
        tx,
        { name: body.report, year: body.year, template: built.template.version, cells: built.cells },
        who.memberId,
        now,
      ),
    )
    return { status: 'accepted', result: { version: kept.version, isNew: kept.isNew, changed: built.changes.length } }
  })

  register.command('note.send', async ({ tx, who, body: { note }, now }) => {
    if (!who.memberships.some((one) => one.unitId === note.unitId))
      return refused('not_your_unit', 'Send a note for a unit you belong to.', 'note.unitId')
    const codes: readonly string[] = GROUND_NOTE_CODES[note.kind]
    if (!codes.includes(note.code)) return refused('field_invalid', `Use: ${codes.join(', ')}.`, 'note.code')
    const { areas } = await figures.statistics()
    if (note.place !== null && !(note.place in (areas[figures.country] ?? {})))
      return refused('field_invalid', 'Name a part of this country as the form offers it, or none.', 'note.place')
    const unknownForm = note.forms.find((form) => !vocabulary.Exploitation.safeParse(form).success)
    if (unknownForm !== undefined)
      return refused('field_invalid', `Use: ${vocabulary.Exploitation.options.join(', ')}.`, 'note.forms')
    if (note.words !== null && looksLikeSomebody(note.words))
      return refused(
        'names_someone',
        'Write what is new, not who: no name, no number, no address. What is about a person belongs in their case.',
        'note.words',
      )
    if (note.seenOn > now.slice(0, 10)) return refused('date_in_future', 'Choose a day that has been.', 'note.seenOn')
    await asSystem(tx, () =>
      figureTables(tx)
        .insertInto('ground_note')
        .values({
          id: note.noteId,
          by_unit: note.unitId,
          by_member: who.memberId,
          kind: note.kind,
          code: note.code,
          forms: note.forms,
          age_groups: note.ageGroups,
          country: note.country,
          place: note.place,
          times: note.times,
          seen_on: note.seenOn,
          words: note.words,
          sent_at: now,
          reviewed_by: null,
          reviewed_at: null,
          set_aside_because: null,
        })
        // Sent twice by its own writer, as from two tabs: one note.
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute(),
    )
    return { status: 'accepted', result: { noteId: note.noteId } }
  })

  register.command('note.review', async ({ tx, who, body, now }) => {
    if (!who.functions.includes('national_coordinator')) return notCoordinator
    if (body.accept !== (body.because === null))
      return refused('field_invalid', 'Say why a note is set aside; accepting needs no reason.', 'because')
    const { numUpdatedRows } = await asSystem(tx, () =>
      figureTables(tx)
        .updateTable('ground_note')
        .set({
          state: body.accept ? 'accepted' : 'set_aside',
          reviewed_by: who.memberId,
          reviewed_at: now,
          set_aside_because: body.because,
          // Words that name somebody do not stay.
          ...(body.because === 'names_someone' ? { words: null } : {}),
        })
        .where('id', '=', body.noteId)
        .where('state', '=', 'sent')
        .executeTakeFirst(),
    )
    return numUpdatedRows === 0n
      ? refused('note_not_waiting', 'It was reviewed already, or it is not here.', 'noteId')
      : { status: 'accepted' }
  })
}
