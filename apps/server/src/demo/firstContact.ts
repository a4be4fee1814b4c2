import { mintId, type Encounter, type ReferralId, type Screening, type ScreeningId } from '@ariadne/domain'
import { evaluate, type IndicatorSet } from '@ariadne/domain/screening'
import type { Command } from '@ariadne/contract'
import type { Person } from './person.ts'

// What a responder does at a border, on a device that may have no network: everything here is made on the device and
// sent later, as the outbox of the web app does.

export type Bundle = { sets: { set: IndicatorSet }[] }
export type Observed = {
  setId: string
  present: readonly string[]
  encounter: Omit<Encounter, 'startedAt'>
  selfIdentified?: boolean
  dangerNow?: boolean
  /** The digest of the code on the card the person took, if they took one. */
  cardCodeHash?: string
}

/** A screening by the set the device holds, with the command that sends it. */
export const screen = (
  who: Person,
  bundle: Bundle,
  observed: Observed,
): { screening: Screening; command: Command; evaluation: ReturnType<typeof evaluate> } => {
  const set = bundle.sets.map((one) => one.set).find((one) => one.id === observed.setId)
  if (!set) throw new Error(`This device has no set ${observed.setId}.`)
  const { ageBand, accompaniment } = observed.encounter
  const evaluation = evaluate(set, {
    present: [...observed.present],
    notKnown: [],
    circumstances: {
      childOrDoubt:
        ageBand === 'doubt_child' ? 'doubt' : ['under_12', '12_15', '16_17'].includes(ageBand) ? 'yes' : 'no',
      accompaniment,
      selfIdentified: observed.selfIdentified ?? false,
      dangerNow: observed.dangerNow ?? false,
    },
  })
  const now = who.now()
  const screening: Screening = {
    screeningId: mintId<ScreeningId>(Date.parse(now)),
    by: who.actor('first_responder'),
    encounter: { ...observed.encounter, startedAt: now },
    setId: set.id,
    setVersion: set.version,
    present: [...observed.present],
    notKnown: [],
    selfIdentified: observed.selfIdentified ?? false,
    dangerNow: observed.dangerNow ?? false,
    ruleOutcome: evaluation.outcome,
    outcome: evaluation.outcome,
    ruleId: evaluation.ruleId,
    loweredBecause: null,
    card: { offered: true, taken: observed.cardCodeHash !== undefined, codeHash: observed.cardCodeHash ?? null },
    finishedAt: now,
  }
  return { screening, command: who.makeCommand('screening.submit', { screening }), evaluation }
}

export type HandOn = {
  toUnitId: string
  urgency: 'now' | 'today' | 'this_week'
  basis: 'person_agreed' | 'child_protection' | 'life_risk'
  /** Who took the person in hand; the place is sealed. */
  handedTo?: { unitId: string; workerName: string }
  /** Sealed for the receiving unit, by class. */
  texts: Readonly<Record<string, string>>
}

/** A referral that follows from a screening, sealed for the receiving unit with the key the device holds. */
export const refer = async (
  who: Person,
  screening: Screening,
  handOn: HandOn,
): Promise<{ referralId: ReferralId; command: Command }> => {
  const now = who.now()
  const referralId = mintId<ReferralId>(Date.parse(now))
  const readers = await who.publicKeysOf([handOn.toUnitId])
  const parts = []
  for (const [partClass, text] of Object.entries(handOn.texts))
    parts.push(await who.seal(partClass, text, { subject: referralId, instanceId: who.instanceId, readers }))
  const { encounter } = screening
  const referral = {
    referralId,
    screeningId: screening.screeningId,
    by: screening.by,
    toUnitId: handOn.toUnitId,
    urgency: handOn.urgency,
    ageBand: encounter.ageBand,
    sex: encounter.sex,
    language: encounter.language,
    accompaniment: encounter.accompaniment,
    basis: handOn.basis,
    handedTo: handOn.handedTo ? { ...handOn.handedTo, at: now } : null,
    sentAt: now,
    parts: parts.map(({ partId, class: partClass }) => ({ partId, class: partClass })),
  }
  return { referralId, command: who.makeCommand('referral.send', { referral, parts }) }
}
