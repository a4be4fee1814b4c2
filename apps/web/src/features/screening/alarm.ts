import type { UnitId } from '@ariadne/domain'
import { alarmSubject, callOff } from '../../lib/alarm.ts'
import { nowIso } from '../../lib/clock.ts'
import { send } from '../../lib/device/sender.ts'
import type { Me } from '../../lib/session/me.tsx'
import { sealFor } from '../../lib/vault/parts.ts'
import { trustedUnits } from '../../lib/vault/trust.ts'
import { actingFor } from './choices.ts'
import { type ScreeningDraft, isChild } from './draft.ts'
import type { Unit } from './OnDuty.tsx'

/** Most readers that one sealed part has. */
const MOST_READERS = 12

const callerOf = (draft: ScreeningDraft, me: Me) => {
  const acting = draft.by ?? actingFor(me)[0]
  return (
    acting &&
    ({
      instanceId: me.instance.instanceId,
      memberId: me.member.memberId,
      unitId: acting.unitId,
      function: acting.function,
    } as never)
  )
}

const factsOf = ({ placeType, ageBand, sex, language }: ScreeningDraft) => ({
  placeType,
  ageBand,
  sex,
  language: language || null,
})

/** What the team is told as it becomes known. */
export const toldOf = (draft: ScreeningDraft) => ({
  ...factsOf(draft),
  people: draft.group ? draft.group.companions.length + 1 : null,
})

/** Calls the on-duty team with the codes that are known by now. Raised twice it is one alarm. */
export const raiseAlarm = async (draft: ScreeningDraft, me: Me): Promise<void> => {
  const by = callerOf(draft, me)
  if (!by) return
  await send({
    kind: 'alarm.raise',
    body: { screeningId: draft.screeningId, by, ...factsOf(draft), raisedAt: nowIso() } as never,
    subject: alarmSubject(draft.screeningId),
    what: 'screening.outbox.alarm',
  })
}

/** Tells the team what was learned since it was called. */
export const tellAlarm = async (draft: ScreeningDraft, me: Me): Promise<void> => {
  const by = callerOf(draft, me)
  if (!by) return
  await send({
    kind: 'alarm.tell',
    body: { screeningId: draft.screeningId, by, ...toldOf(draft), saidAt: nowIso() } as never,
    subject: alarmSubject(draft.screeningId),
    what: 'screening.outbox.tell',
  })
}

export const callOffAlarm = async (draft: ScreeningDraft, me: Me): Promise<void> => {
  const by = callerOf(draft, me)
  if (by) await callOff(draft.screeningId, by)
}

/** Those who may be called and whose key is trusted, the first to be called first. The coordinator sends others and needs no place. */
const readersOf = async (units: readonly Unit[], draft: ScreeningDraft, me: Me): Promise<string[]> => {
  const [{ ringOrder }, trusted] = await Promise.all([import('@ariadne/domain'), trustedUnits()])
  const known = units
    .filter((unit) => unit.instanceId === me.instance.instanceId && unit.kind !== 'coordinator_office')
    .map((unit) => ({ unitId: unit.unitId, kind: unit.kind, onDuty: Boolean(unit.onDuty?.phone) }))
  const raisedBy = (draft.by?.unitId ?? actingFor(me)[0]?.unitId ?? null) as UnitId | null
  // While the age is open, and where a directory is older than the instance's, either order may be the one that is called.
  const everybody = known.map((unit) => ({ ...unit, onDuty: false }))
  const first = isChild(draft) === true
  const order = [first, !first].flatMap((child) => ringOrder(everybody, { child, referredTo: null, raisedBy }))
  return [...new Set<string>(order)].filter((unitId) => trusted.get(unitId)?.publicKey).slice(0, MOST_READERS)
}

/** Seals where exactly for those who may be called, and sends it. @throws TrustError where it can be sealed for nobody */
export const sendPlace = async (
  text: string,
  units: readonly Unit[],
  draft: ScreeningDraft,
  me: Me,
): Promise<'sent' | 'nobody'> => {
  const by = callerOf(draft, me)
  const readers = await readersOf(units, draft, me)
  if (!by || readers.length === 0) return 'nobody'
  const part = await sealFor(readers, draft.screeningId, 'contact', { address: text }, me)
  await send({
    kind: 'alarm.place',
    body: { screeningId: draft.screeningId, by, part, saidAt: nowIso() } as never,
    subject: alarmSubject(draft.screeningId),
    what: 'screening.outbox.place',
  })
  return 'sent'
}
