import {
  ActionId,
  AgreementId,
  agreementHash,
  HandoverId,
  InstanceId,
  MemberId,
  mintId,
  ReferralId,
  ScreeningId,
  UnitId,
  Day,
  Instant,
  vocabulary,
} from '@ariadne/domain'
import type { ActDefinition, CaseState } from '@ariadne/domain'
import fc from 'fast-check'
import { PEER, PEOPLE, UNITS } from './world.ts'

/** Choices of a property, drawn while it runs, so that what is chosen can depend on how far it has come. */
export type Draw = {
  from: <T>(values: readonly T[]) => T
  oneIn: (count: number) => boolean
}
export const drawWith = (generate: fc.GeneratorValue): Draw => {
  const index = (count: number): number => generate(fc.nat, Math.max(0, count - 1))
  return {
    from: <T>(values: readonly T[]): T => values[index(values.length)] as T,
    oneIn: (count) => index(count) === 0,
  }
}

type Schema = {
  _zod: {
    def: {
      type: string
      innerType?: Schema
      element?: Schema
      entries?: Record<string, string>
      values?: unknown[]
      options?: Schema[]
      shape?: Record<string, Schema>
    }
  }
}

export type Scene = { state: CaseState; now: number; day: (ahead: number) => string }

const ours = 'ins_mk'
const orNew = (draw: Draw, ids: readonly string[], now: number): string =>
  ids.length > 0 && !draw.oneIn(10) ? draw.from(ids) : mintId(now)

const named = new Map<unknown, (draw: Draw, scene: Scene) => unknown>([
  [UnitId, (draw) => draw.from(Object.keys(UNITS))],
  [MemberId, (draw) => draw.from(Object.keys(PEOPLE))],
  [InstanceId, (draw) => draw.from([ours, PEER.instanceId])],
  [
    HandoverId,
    (draw, { state, now }) =>
      orNew(
        draw,
        state.handovers.map((one) => one.handoverId),
        now,
      ),
  ],
  [
    AgreementId,
    (draw, { state, now }) =>
      orNew(
        draw,
        state.agreements.map((one) => one.agreementId),
        now,
      ),
  ],
  [
    ActionId,
    (draw, { state, now }) =>
      orNew(
        draw,
        state.overrides.map((one) => one.overrideId),
        now,
      ),
  ],
  [ReferralId, (_draw, { now }) => mintId(now)],
  [ScreeningId, (_draw, { now }) => mintId(now)],
  [
    Day,
    (draw, { day, state }) =>
      draw.from([day(-1), day(1), day(31), day(200), ...state.followUps.map((one) => one.dueOn)]),
  ],
  [Instant, (_draw, { now }) => new Date(now + 86_400_000).toISOString()],
  [vocabulary.Country, (draw) => draw.from(['AL', 'MK'])],
  [vocabulary.Language, () => 'sq'],
])

/** An entry that fits its schema. Text that has to have a form is set where the body as a whole is known. */
const value = (schema: Schema, draw: Draw, scene: Scene): unknown => {
  const known = named.get(schema)
  if (known) return known(draw, scene)
  const { def } = schema._zod
  switch (def.type) {
    case 'nullable':
    case 'optional':
      return def.innerType && draw.oneIn(2) ? value(def.innerType, draw, scene) : null
    case 'boolean':
      return draw.oneIn(2)
    case 'literal':
      return def.values?.[0]
    case 'enum':
      return draw.from(Object.values(def.entries ?? {}))
    case 'union':
      return value(draw.from(def.options ?? []), draw, scene)
    case 'array': {
      const drawn = [1, 2].map(() => (def.element ? value(def.element, draw, scene) : null))
      return [...new Set(drawn)]
    }
    case 'object':
      return Object.fromEntries(
        Object.entries(def.shape ?? {}).map(([name, inner]) => [name, value(inner, draw, scene)]),
      )
    case 'number':
    case 'int':
      return draw.from([7, 30, 90, 180])
    default:
      return 'MK-7F3K-9Q2D'
  }
}

/** What the directory would have offered in a form, for the kinds of act that name units and people. */
const fitting = async (kind: string, body: Record<string, unknown>, draw: Draw, isOurs: boolean, scene: Scene) => {
  const abroad = { instanceId: PEER.instanceId, unitId: PEER.unit.unitId, country: 'AL' }
  const recipient = draw.oneIn(2) ? abroad : { instanceId: ours, unitId: 'unt_shelter', country: 'MK' }
  const handover = scene.state.handovers.find((one) => one.handoverId === body['handoverId'])
  switch (kind) {
    case 'case.imported':
      return { ...body, source: 'ctdc-2020', year: 2016 }
    case 'case.opened':
      return { ...body, referralId: null }
    case 'access.assigned':
    case 'access.ended':
      return { ...body, unitId: 'unt_shelter', memberId: null }
    case 'guardian.requested':
      return { ...body, authorityUnitId: 'unt_csw' }
    case 'guardian.appointed':
      return { ...body, guardianUnitId: 'unt_guards', guardianMemberId: 'mbr_guard' }
    case 'service.requested':
      return { ...body, unitId: null }
    case 'override.invoked':
      return { ...body, recipient: { instanceId: recipient.instanceId, unitId: recipient.unitId } }
    case 'agreement.given': {
      const given = { ...body, recipient, agreementId: mintId(scene.now), expiresOn: scene.day(200) }
      return { ...given, hash: await agreementHash(given as never) }
    }
    case 'handover.capability_asked':
      return {
        ...body,
        handoverId: mintId(scene.now),
        peer: isOurs ? PEER.instanceId : ours,
        recipientUnitId: isOurs ? PEER.unit.unitId : 'unt_nrm',
        recipientCountry: isOurs ? 'AL' : 'MK',
        fromOn: scene.day(1),
        untilOn: scene.day(60),
      }
    case 'handover.offered': {
      const agreement = scene.state.agreements.findLast((one) => one.recipient.instanceId === PEER.instanceId)
      return {
        ...body,
        recipientKind: PEER.unit.kinds[0],
        agreementId: agreement?.agreementId ?? null,
        agreementHash: agreement?.hash ?? null,
      }
    }
    case 'handover.accepted':
      return { ...body, workerId: 'mbr_nrm2', workerName: 'Person mbr_nrm2' }
    case 'handover.arrival_confirmed':
      return { ...body, metBy: handover?.acceptance?.workerId ?? body['metBy'] }
    default:
      return body
  }
}

/** A body that a form could have made for an act; one time in eight, one that no form would. */
export const drawBody = async (
  definition: ActDefinition,
  draw: Draw,
  isOurs: boolean,
  scene: Scene,
): Promise<Record<string, unknown>> => {
  const body = value(definition.body, draw, scene) as Record<string, unknown>
  return draw.oneIn(8) ? body : fitting(definition.kind, body, draw, isOurs, scene)
}
