import type { CountedRecord, Fact } from '@ariadne/domain/statistics'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'

const inOrder = (a: Fact, b: Fact): number =>
  a.at < b.at ? -1 : a.at > b.at ? 1 : (a.detail ?? '') < (b.detail ?? '') ? -1 : 1

/** One row a fact, numbered in the order in which they happened, not in which they were told. */
const rowsOf = ({ thread, subject, kind, source, profile, facts }: CountedRecord) => {
  const seen = new Map<string, number>()
  const number = (name: string): number => {
    const nth = (seen.get(name) ?? 0) + 1
    seen.set(name, nth)
    return nth
  }
  return facts.toSorted(inOrder).map((one) => ({
    thread,
    subject,
    kind,
    fact: one.fact,
    nth: number(one.fact),
    nth_detail: number(`${one.fact} ${one.detail}`),
    at: one.at,
    day: one.at.slice(0, 10),
    lasts: one.lasts,
    until_day: one.until?.slice(0, 10) ?? null,
    known_at: one.knownAt,
    precision: one.precision,
    source,
    detail: one.detail,
    country: one.country,
    age_band: profile.ageBand,
    sex: profile.sex === 'NonSpecifiedUnknown' ? null : profile.sex,
    citizenship: profile.citizenship,
    forms: profile.forms.toSorted(),
    exploited_in: profile.exploitedIn,
    place: profile.place,
    detector: profile.detector,
    unit: profile.unit,
    area: profile.area,
  }))
}

/** Makes the facts of these records what they are now; a correction changes all of a record's. */
export const writeFacts = async (tx: Tx, records: readonly CountedRecord[]): Promise<void> => {
  if (records.length === 0) return
  const rows = records.flatMap(rowsOf)
  await sql`delete from figure_fact where subject = any (${records.map((one) => one.subject)}::uuid[])`.execute(tx)
  await sql`
    insert into figure_fact
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (
      thread uuid, subject uuid, kind text, fact text, nth integer, nth_detail integer, at timestamptz, day date,
      lasts boolean, until_day date, known_at timestamptz, precision text, source text, detail text, country text,
      age_band text, sex text, citizenship text, forms text[], exploited_in text, place text, detector text,
      unit text, area text)`.execute(tx)
}

/** A case whose content is erased stays counted, as somebody nobody can name: no id leads back to it. */
export const unlinkFacts = async (tx: Tx, subject: string): Promise<void> => {
  await sql`
    update figure_fact f set subject = fresh.id, thread = fresh.id
    from (select gen_random_uuid() as id) fresh where f.subject = ${subject}::uuid`.execute(tx)
}
