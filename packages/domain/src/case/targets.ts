import type { CountryProfile, Due, TargetId } from '../countryProfile.ts'
import type { Targets } from './queues.ts'

/** Hours of a working day: what "the same day" leaves somebody who hears of it in the morning. */
const SAME_DAY_HOURS = 8

/**
 * Hours until a target is due. Five working days are a calendar week; a part of a week is counted day for day, so that
 * a line turns overdue rather too early than too late while no holiday calendar is confirmed.
 */
const hoursOf = (due: Due): number => {
  switch (due.kind) {
    case 'at_once':
    case 'each_contact':
      return 0
    case 'same_day':
      return SAME_DAY_HOURS
    case 'after':
      return (due.amounts[0] ?? 0) * (due.unit === 'days' ? 24 : 24 * 30)
    case 'within':
      if (due.unit === 'minutes') return due.amount / 60
      if (due.unit === 'hours') return due.amount
      return 24 * (due.unit === 'days' ? due.amount : Math.floor(due.amount / 5) * 7 + (due.amount % 5))
  }
}

/** The targets of a country's profile in the form that queues count with. */
export const targetsOf = (profile: Pick<CountryProfile, 'targets'>): Targets => {
  const hours = (id: TargetId): number => {
    const target = profile.targets.find((each) => each.id === id)
    if (!target) throw new Error(`The profile has no target "${id}": parse it with CountryProfile first.`)
    return hoursOf(target.due)
  }
  return {
    alarmAnswerMinutes: Math.round(hours('alarm_answered') * 60),
    alarmPassOnMinutes: Math.round(hours('alarm_passed_on') * 60),
    referralUrgentHours: hours('referral_acknowledged_urgent'),
    referralHours: hours('referral_acknowledged_standard'),
    childNoticeHours: hours('child_notice'),
    acknowledgeUrgentHours: hours('handover_acknowledged_urgent'),
    acknowledgeHours: hours('handover_acknowledged_standard'),
    guardianRequestHours: hours('guardian_requested'),
    identificationDays: hours('formal_decision_first_stage') / 24,
    arrivalHours: hours('arrival_reported'),
  }
}
