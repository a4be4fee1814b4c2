import type { Milestone } from '@ariadne/domain/statistics'
import type { HistoricRecord } from '../casework/index.ts'

/** Random numbers that are the same on every machine: mulberry32, 32 bits of state. */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export type HistoryPlan = {
  seed: number
  country: string
  /** People met in a month, on average. */
  monthly: number
  citizenships: readonly (readonly [string, number])[]
  /** Parts of the country in which people are met, with how often. */
  areas?: readonly (readonly [string, number])[]
  /** Where people are handed over to. */
  partners: readonly string[]
  /** What rises in the last weeks, so that early warning has something to see. */
  rise: { citizenship: string; form: HistoricRecord['exploitation'][number]; times: number }
}

const MONTHS = 36
const DAY = 86_400_000

const DETECTORS = [
  ['border_police', 'border_crossing', 34],
  ['ngo_outreach', 'street', 24],
  ['asylum_office', 'registration_centre', 14],
  ['labour_inspectorate', 'workplace', 10],
  ['child_protection', 'reception_centre', 12],
  ['health', 'health_facility', 6],
] as const
const AGES = [
  ['under_12', 4],
  ['12_15', 13],
  ['16_17', 17],
  ['doubt_child', 4],
  ['18_24', 27],
  ['25_39', 24],
  ['40_59', 9],
  ['60_plus', 2],
] as const
const FORMS = [
  ['SexualExploitation', 36],
  ['ForcedLabour', 31],
  ['ForcedBegging', 17],
  ['ForcedMarriage', 5],
  ['Servitude', 5],
  ['Other', 6],
] as const
const SERVICES = [
  ['safe_accommodation', 40],
  ['psychological_support', 22],
  ['health_care', 14],
  ['legal_information', 12],
  ['interpretation', 8],
  ['reintegration', 4],
] as const

/** What a poisson variable of this mean might be (Knuth's product; small means only). */
const poisson = (mean: number, random: () => number): number => {
  const limit = Math.exp(-mean)
  let count = -1
  for (let product = 1; product > limit; product *= random()) count += 1
  return count
}

/**
 * Records of an invented register over three years, ending now: people met, referred, identified, helped, handed over, as
 * codes with dates. Nobody in them exists, and the numbers say nothing about any country.
 */
export const inventHistory = (plan: HistoryPlan, now: Date): HistoricRecord[] => {
  const random = randomFrom(plan.seed)
  const pick = <T>(choices: readonly (readonly [...unknown[], number])[], at: (row: never) => T): T => {
    const total = choices.reduce((sum, row) => sum + (row.at(-1) as number), 0)
    let left = random() * total
    const row = choices.find((one) => (left -= one.at(-1) as number) < 0) ?? choices[0]
    return at(row as never)
  }
  // A die of its own: what else is invented does not hang on where.
  const areaRandom = randomFrom(plan.seed + 1)
  const pickArea = (): string => {
    const areas = plan.areas ?? []
    let left = areaRandom() * areas.reduce((sum, [, weight]) => sum + weight, 0)
    return (areas.find(([, weight]) => (left -= weight) < 0) ?? areas[0])?.[0] ?? ''
  }
  const chance = (share: number): boolean => random() < share
  const records: HistoricRecord[] = []
  const end = now.getTime() - DAY

  const one = (met: number, forced?: { citizenship: string; form: string }): HistoricRecord => {
    const milestones: Milestone[] = []
    const [detector, place] = pick(DETECTORS, (row: (typeof DETECTORS)[number]) => [row[0], row[1]] as const)
    const ageBand = pick(AGES, (row: (typeof AGES)[number]) => row[0])
    const child = ['under_12', '12_15', '16_17', 'doubt_child'].includes(ageBand)
    const step = (fact: Milestone['fact'], time: number, more: Partial<Milestone> = {}): boolean => {
      if (time > end) return false
      milestones.push({ fact, on: new Date(time).toISOString(), ...more })
      return true
    }
    const after = (time: number, days: number): number => time + Math.max(0.02, -Math.log(1 - random()) * days) * DAY
    const until = (time: number): Partial<Milestone> => (time > end ? {} : { until: new Date(time).toISOString() })
    const citizenship =
      forced?.citizenship ?? (chance(0.08) ? null : pick(plan.citizenships, (row: readonly [string, number]) => row[0]))
    const form = (forced?.form ??
      pick(FORMS, (row: (typeof FORMS)[number]) => row[0])) as HistoricRecord['exploitation'][number]
    const record: HistoricRecord = {
      year: new Date(met).getUTCFullYear(),
      sex: chance(0.04)
        ? 'NonSpecifiedUnknown'
        : chance(form === 'ForcedLabour' ? 0.3 : 0.72)
          ? 'Feminine'
          : 'Masculine',
      ageBand,
      citizenship,
      exploitation: [],
      countryOfExploitation: null,
      milestones,
      detector,
      place,
      ...(plan.areas === undefined ? {} : { area: pickArea() }),
    }
    step('encountered', met)
    const screened = after(met, 0.02)
    step('screened', screened, {
      detail: chance(0.08) ? 'act_now' : chance(0.55) ? 'refer' : chance(0.6) ? 'watch' : 'no_concern_recorded',
    })
    const referred = after(screened, 0.15)
    if (!['act_now', 'refer'].includes(milestones[1]?.detail ?? '') || !step('referred', referred)) return record
    const acknowledged = after(referred, 0.5)
    if (chance(0.06)) step('referral_declined', acknowledged, { detail: 'no_capacity' })
    if (chance(0.08) || !step('referral_acknowledged', acknowledged)) return record
    const opened = after(acknowledged, 0.8)
    const closed = after(opened, 260)
    if (chance(0.1) || !step('case_opened', opened, until(closed))) return record
    if (child) {
      const appointed = after(opened, 1.5)
      step('guardian_needed', opened, until(appointed))
      if (chance(0.9)) step('guardian_appointed', appointed)
    }
    const presumed = after(opened, 2)
    if (chance(0.1) || !step('presumed', presumed)) return record
    step('registered', presumed, { detail: 'presumed' })
    record.exploitation = chance(0.1)
      ? ([form, 'ForcedBegging'].filter((code, at, all) => all.indexOf(code) === at) as HistoricRecord['exploitation'])
      : [form]
    record.countryOfExploitation = chance(0.55) ? plan.country : chance(0.5) ? citizenship : null
    step('assisted', presumed, until(closed))
    for (let services = 1 + Math.floor(random() * 3); services > 0; services -= 1) {
      const asked = after(presumed, 4)
      const detail = pick(SERVICES, (row: (typeof SERVICES)[number]) => row[0])
      step('service_requested', asked, { detail })
      step(chance(0.86) ? 'service_started' : 'need_unmet', after(asked, 3), { detail })
    }
    const decided = after(presumed, 9)
    if (chance(0.62) && step('reasonable_grounds', decided)) {
      if (!child && chance(0.8)) {
        step('reflection_offered', decided)
        if (chance(0.75)) {
          const over = decided + 30 * DAY
          step('reflection_granted', after(decided, 1), until(over))
          step('reflection_ended', over, { detail: chance(0.85) ? 'expired' : 'person_chose_to_cooperate' })
        }
      }
      const identified = after(decided, 40)
      if (chance(0.55)) step('formally_identified', identified)
      else if (chance(0.3)) step('not_confirmed', identified)
      if (chance(0.12)) step('cooperates', identified)
      if (chance(0.15)) step('compensation', after(identified, 60), { detail: 'filed' })
      if (chance(0.03)) step('compensation', after(identified, 200), { detail: 'paid' })
    }
    if (chance(0.7)) step('agreement_given', after(presumed, 6), { detail: 'service_in_country' })
    if (chance(0.06)) step('agreement_refused', after(presumed, 6), { detail: 'take_over_lead' })
    const partner = plan.partners[Math.floor(random() * plan.partners.length)] ?? plan.country
    const offered = after(presumed, 60)
    if (
      citizenship !== plan.country &&
      chance(0.35) &&
      step('handover_offered', offered, { country: partner, detail: 'take_lead' })
    ) {
      const answered = after(offered, 4)
      if (chance(0.2)) step('handover_declined', answered, { country: partner, detail: 'no_place' })
      else if (step('handover_accepted', answered, { country: partner, detail: 'take_lead' })) {
        const arrived = after(answered, 14)
        if (chance(0.9)) {
          step('handover_arrived', arrived, { country: partner, detail: 'take_lead' })
          if (partner === citizenship)
            step('returned', arrived, {
              country: partner,
              detail: chance(0.92) ? 'risk_assessed' : 'risk_not_assessed',
            })
        } else step('handover_not_arrived', arrived, { country: partner, detail: 'take_lead' })
      }
    }
    if (chance(0.05)) step('went_missing', after(opened, 40))
    if (chance(0.5)) {
      const watched = closed - 120 * DAY
      if (watched > presumed && step('monitoring', watched)) {
        step('follow_up_due', watched + 30 * DAY)
        if (chance(0.8))
          step('followed_up', watched + 31 * DAY, { detail: chance(0.85) ? 'reached_safe' : 'not_reached' })
      }
    }
    step('closed', closed, { detail: chance(0.6) ? 'goals_reached' : 'person_wishes' })
    milestones.sort((a, b) => (a.on < b.on ? -1 : 1))
    return record
  }

  for (let month = MONTHS; month > 0; month -= 1) {
    const from = now.getTime() - month * 30.44 * DAY
    const season = 1 + 0.25 * Math.sin(((new Date(from).getUTCMonth() + 1) / 6) * Math.PI)
    const growth = 1 + 0.3 * (1 - month / MONTHS)
    for (let count = poisson(plan.monthly * season * growth, random); count > 0; count -= 1)
      records.push(one(from + random() * 30.44 * DAY))
  }
  for (let more = 0; more < plan.rise.times; more += 1)
    records.push(one(now.getTime() - (2 + random() * 32) * DAY, plan.rise))
  return records
}
