import { mintId } from '@ariadne/domain'
import { evaluate } from '@ariadne/domain/screening'
import type { Answers, IndicatorSet } from '@ariadne/domain/screening'
import { sql } from 'kysely'
import type { Instance } from '../instance.ts'
import { withSystem } from '../platform/database/index.ts'
import { randomFrom } from './history.ts'
import { memberIdOf, type DemoCountry } from './people.ts'

const QUARTERS = 3
const A_QUARTER = 170
const DAY = 86_400_000
const SEXES = ['Feminine', 'Masculine'] as const

/** A set as it is met: few of its signs are common, most are rare, and some are hard to tell. */
const meet = (set: IndicatorSet, random: () => number) => {
  const signs = set.signs.filter(({ status, muted }) => status === 'active' && !muted)
  const often = (at: number): number => 0.5 / (1 + at * 0.7)
  return {
    present: signs.filter((_, at) => random() < often(at)).map(({ id }) => id),
    notKnown: signs.filter((_, at) => random() < often(signs.length - at) * 0.5).map(({ id }) => id),
  }
}

/**
 * Invented screenings of quarters that are over, so that the page about signs has something to learn from. Some led to the
 * invented closed cases of the register; nothing of them waits for anybody.
 */
export const seedScreenings = async (country: DemoCountry, instance: Instance, now: Date): Promise<void> => {
  const [unit] = country.organisations.flatMap(({ units }) => units)
  const coordinator = country.people.find((one) =>
    one.memberships.some((seat) => seat.functions.includes('national_coordinator')),
  )
  const sets = instance.platform.content.sets
    .map(({ set }) => set)
    .filter(({ id }) => ['adult-mixed-flows', 'child-alone-or-separated', 'labour-exploitation'].includes(id))
  if (!unit || !coordinator || sets.length === 0) return
  const random = randomFrom(country.code.charCodeAt(0) * 131 + country.code.charCodeAt(1))
  const year = now.getUTCFullYear()
  const first = Date.UTC(year, Math.floor(now.getUTCMonth() / 3) * 3 - QUARTERS * 3, 1)
  const until = Date.UTC(year, Math.floor(now.getUTCMonth() / 3) * 3, 1)
  await withSystem(instance.platform.db, 'seed', async (tx) => {
    const { rows: cases } = await sql<{ id: string }>`
      select case_id as id from case_action
      where kind = 'case.imported' and body -> 'milestones' @> '[{"fact": "case_opened"}]'
      order by body -> 'milestones' -> 0 ->> 'on' desc limit ${QUARTERS * 60}`.execute(tx)
    // A country with few cases has them in every quarter, not all in the first.
    const share = (0.6 * cases.length) / (QUARTERS * 60)
    const made = Array.from({ length: QUARTERS * A_QUARTER }, (_, at) => {
      // Most are adults on the move: with everybody spread evenly, hardly any count would be large enough to show.
      const set = sets[Math.floor(random() ** 2 * sets.length)] as IndicatorSet
      const isChild = set.subject === 'child'
      const circumstances: Answers['circumstances'] = {
        childOrDoubt: isChild ? 'yes' : 'no',
        accompaniment: isChild ? 'separated' : 'na',
        selfIdentified: false,
        dangerNow: false,
      }
      const { present, notKnown: hard } = meet(set, random)
      const notKnown = hard.filter((id) => !present.includes(id))
      const { outcome } = evaluate(set, { present, notKnown, circumstances })
      const finishedAt = new Date(first + (at / (QUARTERS * A_QUARTER)) * (until - first - DAY)).toISOString()
      const goesOn = outcome === 'refer' || outcome === 'act_now'
      const lowered = outcome === 'refer' && random() < 0.1 ? { loweredBecause: 'explained_in_private' } : {}
      return {
        screening_id: mintId<string>(Date.parse(finishedAt)),
        referral_id: mintId<string>(Date.parse(finishedAt)),
        case_id: goesOn && random() < share ? (cases.pop()?.id ?? null) : null,
        goes_on: goesOn && !('loweredBecause' in lowered),
        set_id: set.id,
        set_version: set.version,
        outcome,
        at: finishedAt,
        document: {
          present,
          notKnown,
          encounter: { sex: SEXES[Math.floor(random() * 1.6)], ageBand: isChild ? '16_17' : '25_39' },
          ...lowered,
        },
      }
    })
    await sql`
      insert into screening (screening_id, by_unit, by_member, set_id, set_version, outcome, finished_at, received_at, digest, document)
      select screening_id, ${unit.id}, ${memberIdOf(country, { login: 'before' })}, set_id, set_version, outcome, at, at, 'invented', document
      from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as t (screening_id uuid, set_id text, set_version text,
        outcome text, at timestamptz, document jsonb)`.execute(tx)
    await sql`
      insert into referral (referral_id, screening_id, from_unit, from_member, to_unit, responsible_unit, status, audiences,
        since, hints, sent_at, received_at, acknowledged_at, case_id, digest, document)
      select referral_id, screening_id, ${unit.id}, ${memberIdOf(country, coordinator)}, ${unit.id}, ${unit.id},
        case when case_id is null then 'declined' else 'opened' end, '{}', at, '{}', at, at, at, case_id, 'invented',
        '{"parts": []}'
      from jsonb_to_recordset(${JSON.stringify(made.filter((one) => one.goes_on))}::jsonb) as t (referral_id uuid,
        screening_id uuid, at timestamptz, case_id uuid)`.execute(tx)
  })
}
