import type { Action, CaseId, InstanceId } from '@ariadne/domain'
import { factsOfCase } from '@ariadne/domain/statistics'
import type { CountedRecord, Fact, Profile } from '@ariadne/domain/statistics'
import { sql } from 'kysely'
import { withSystem } from '../../platform/database/index.ts'
import type { Database, Tx } from '../../platform/database/index.ts'
import { writeFacts } from './write.ts'

const BATCH = 1_000

type CaseSource = {
  case_id: string
  thread: string
  detector: string | null
  place: string | null
  area: string | null
  actions: (Omit<Action, 'by' | 'reliesOn' | 'parts'> & { by: Action['by'] })[]
}

/** The lists of cases with where each came from. Erased cases are left as they were counted: their list says nothing more. */
const caseSources = async (tx: Tx, ids: readonly string[]): Promise<CaseSource[]> => {
  const { rows } = await sql<CaseSource>`
    select c.case_id, coalesce(r.screening_id, r.referral_id, c.case_id) as thread, u.kind as detector,
      s.document -> 'encounter' ->> 'placeType' as place, coalesce(u.area, own.area) as area, c.actions
    from (
      select case_id, jsonb_agg(jsonb_build_object('id', id, 'kind', kind, 'version', version,
          'by', jsonb_build_object('instanceId', by_instance, 'unitId', by_unit, 'memberId', by_member, 'function', by_function),
          'occurredAt', to_char(occurred_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'receivedAt', to_char(received_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'body', body, 'sequence', sequence)
        order by sequence) as actions, (array_agg(by_unit order by sequence))[1] as first_unit,
        bool_or(kind = 'case.imported') as imported
      from case_action where case_id = any (${ids}::uuid[])
      group by case_id having bool_and(body is not null)
    ) c
    left join referral r on r.case_id = c.case_id
    left join unit u on u.id = r.from_unit
    left join unit own on own.id = c.first_unit and not c.imported
    left join screening s on s.screening_id = r.screening_id`.execute(tx)
  return rows
}

const countedCase = (source: CaseSource, instanceId: InstanceId): CountedRecord => {
  const actions = source.actions.map((one) => ({
    ...one,
    caseId: source.case_id as CaseId,
    reliesOn: {},
    parts: [],
  })) as Action[]
  const { detector, place, area } = source
  return {
    thread: source.thread,
    subject: source.case_id,
    kind: 'case',
    ...factsOfCase(source.case_id as CaseId, instanceId, actions, { detector, place, area }),
  }
}

const moment = (
  fact: Fact['fact'],
  at: string | null,
  knownAt: string,
  more: Partial<Pick<Fact, 'detail'>> = {},
): Fact[] =>
  at === null
    ? []
    : [{ fact, at, knownAt, until: null, lasts: false, detail: null, country: null, precision: 'minute', ...more }]

const nobody: Profile = {
  ageBand: null,
  sex: null,
  citizenship: null,
  forms: [],
  exploitedIn: null,
  place: null,
  area: null,
  detector: null,
  unit: null,
}

type Meeting = {
  subject: string
  thread: string
  unit: string
  detector: string | null
  place: string | null
  area: string | null
  age_band: Profile['ageBand']
  sex: Profile['sex']
}

const profileOf = (row: Meeting): Profile => ({
  ...nobody,
  ageBand: row.age_band,
  sex: row.sex,
  place: row.place,
  area: row.area,
  detector: row.detector,
  unit: row.unit,
})

/** A screening is an encounter and a screening: what was seen, by whom, not who it was. */
const countedScreenings = async (tx: Tx, ids: readonly string[]): Promise<CountedRecord[]> => {
  const { rows } = await sql<Meeting & { started: string; finished: string; received: string; outcome: string }>`
    select s.screening_id as subject, s.screening_id as thread, s.by_unit as unit, u.kind as detector, u.area,
      s.document -> 'encounter' ->> 'placeType' as place, s.document -> 'encounter' ->> 'ageBand' as age_band,
      s.document -> 'encounter' ->> 'sex' as sex, s.outcome, s.finished_at as finished, s.received_at as received,
      coalesce((s.document -> 'encounter' ->> 'startedAt')::timestamptz, s.finished_at) as started
    from screening s left join unit u on u.id = s.by_unit where s.screening_id = any (${ids}::uuid[])`.execute(tx)
  return rows.map((row) => ({
    thread: row.thread,
    subject: row.subject,
    kind: 'screening',
    source: 'own',
    profile: profileOf(row),
    facts: [
      ...moment('encountered', row.started, row.received),
      ...moment('screened', row.finished, row.received, { detail: row.outcome }),
    ],
  }))
}

const countedReferrals = async (tx: Tx, ids: readonly string[]): Promise<CountedRecord[]> => {
  const { rows } = await sql<
    Meeting & {
      sent: string
      received: string
      acknowledged: string | null
      declined: string | null
      because: string | null
      met: boolean
    }
  >`
    select r.referral_id as subject, coalesce(r.screening_id, r.referral_id) as thread, r.from_unit as unit,
      u.kind as detector, u.area, s.document -> 'encounter' ->> 'placeType' as place,
      r.document ->> 'ageBand' as age_band, r.document ->> 'sex' as sex, r.sent_at as sent, r.received_at as received,
      r.acknowledged_at as acknowledged, r.declined_because as because, r.screening_id is null as met,
      case when r.declined_because is not null then r.since end as declined
    from referral r left join unit u on u.id = r.from_unit left join screening s on s.screening_id = r.screening_id
    where r.referral_id = any (${ids}::uuid[])`.execute(tx)
  return rows.map((row) => ({
    thread: row.thread,
    subject: row.subject,
    kind: 'referral',
    source: 'own',
    profile: profileOf(row),
    facts: [
      // Somebody referred without a screening was met all the same.
      ...(row.met ? moment('encountered', row.sent, row.received) : []),
      ...moment('referred', row.sent, row.received),
      ...moment('referral_acknowledged', row.acknowledged, row.acknowledged ?? row.received),
      ...moment('referral_declined', row.declined, row.declined ?? row.received, { detail: row.because }),
    ],
  }))
}

/**
 * Works into the facts what was written since the last time. Counts call it first; one at a time.
 * @returns how many records were looked at anew
 */
export const collectFacts = async (deps: { db: Database; instanceId: InstanceId }): Promise<number> => {
  let count = 0
  for (;;) {
    const taken = await withSystem(deps.db, 'figures', async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended('figures', 0))`.execute(tx)
      // Deleted first, read afterwards: what is written meanwhile stands in the table again and comes next time.
      const { rows } = await sql<{ kind: string; subject: string }>`
        delete from figure_changed where id in (select id from figure_changed order by id limit ${BATCH})
        returning kind, subject`.execute(tx)
      const of = (kind: string) => [...new Set(rows.flatMap((row) => (row.kind === kind ? [row.subject] : [])))]
      // A referral's end changes where its case came from, and the other way round.
      const cases = of('case')
      const [screenings, referrals] = [of('screening'), of('referral')]
      const records: CountedRecord[] = [
        ...(cases.length > 0 ? (await caseSources(tx, cases)).map((one) => countedCase(one, deps.instanceId)) : []),
        ...(screenings.length > 0 ? await countedScreenings(tx, screenings) : []),
        ...(referrals.length > 0 ? await countedReferrals(tx, referrals) : []),
      ]
      await writeFacts(tx, records)
      return rows.length
    })
    count += taken
    if (taken < BATCH) return count
  }
}
