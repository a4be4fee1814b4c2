import type { SealedPart } from '@ariadne/contract'
import { ACTS, append, consequencesOf, FUNCTIONS, judge, mintId, nextActs, unitsToSealFor } from '@ariadne/domain'
import type { Act, ActDefinition, Actor, CaseState, DataClass, MemberId, UnitId } from '@ariadne/domain'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AppendOutcome } from './index.ts'
import { verifyChain } from './evidence.ts'
import { drawBody, drawWith } from './testing/bodies.ts'
import type { Draw } from './testing/bodies.ts'
import { createWorld, PEER, PEOPLE } from './testing/world.ts'
import type { PersonName, World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const AGES = ['25_39', '16_17', 'doubt_child'] as const
const definitions = [...ACTS.values()]
const names = Object.keys(PEOPLE) as PersonName[]

/** What only the server can see: the directory, and sealed parts. The domain has said "allowed" before these are asked. */
const SERVER_ONLY = [
  'unit_unknown',
  'member_unknown',
  'unit_not_ready',
  'worker_name_differs',
  'agreement_hash_differs',
  'wrap_for_a_stranger',
  'wrap_missing',
  'unit_key_changed',
]

const anyone = (draw: Draw): Actor => {
  const peer = draw.oneIn(4)
  if (peer)
    return {
      instanceId: PEER.instanceId,
      unitId: PEER.unit.unitId as UnitId,
      memberId: 'mbr_al_worker' as MemberId,
      function: draw.from(['focal_point', 'case_worker', 'case_coordinator', 'guardian', 'instance'] as const),
    }
  const name = draw.from(names)
  const seats = world.membershipsOf(name)
  const seat = draw.from(seats)
  return {
    instanceId: world.instanceId,
    unitId: seat.unitId as UnitId,
    memberId: name as unknown as MemberId,
    // Mostly what they are; sometimes a function that is not theirs anywhere, which the seat check is told is theirs.
    function: draw.from([...(seat.functions as never[]), ...(seat.functions as never[]), ...FUNCTIONS]),
  }
}

const partsFor = (definition: ActDefinition, state: CaseState, act: Act): SealedPart[] => {
  const classes = definition.parts
    .filter((rule) => rule.need === 'must')
    .flatMap((rule): DataClass[] => {
      if (rule.class !== 'chosen') return [rule.class]
      const chosen = act.body['classes'] ?? act.body['class']
      return (Array.isArray(chosen) ? chosen : [chosen ?? 'identity']) as DataClass[]
    })
  return classes.map((dataClass) => {
    const isHandover = act.kind.startsWith('handover.')
    const known = state.handovers.some((one) => one.handoverId === act.body['handoverId'])
    const after = isHandover ? state : safely(state, act)
    const handover = known ? state.handovers.find((one) => one.handoverId === act.body['handoverId']) : undefined
    const isOurs = act.by.instanceId === state.instanceId
    const readers =
      handover && !isOurs
        ? [handover.direction === 'incoming' ? handover.recipientUnitId : handover.senderUnitId]
        : unitsToSealFor(after, act, dataClass)
    return world.seal(dataClass, known && isHandover ? String(act.body['handoverId']) : act.caseId, readers)
  })
}
/** The state after an act that may not be possible: then the state before is as good. */
const safely = (state: CaseState, act: Act): CaseState => {
  try {
    return append(state, act)
  } catch {
    return state
  }
}

const send = (act: Act, parts: SealedPart[]): Promise<AppendOutcome> => {
  const { by } = act
  const isPeer = by.instanceId !== world.instanceId
  return world.system((tx) =>
    world.casework.appendActs(tx, {
      caseId: act.caseId,
      acts: [act],
      parts,
      from: isPeer
        ? { kind: 'peer', instanceId: by.instanceId }
        : {
            kind: 'member',
            memberId: String(by.memberId),
            memberships: [{ unitId: by.unitId, functions: [by.function] }],
          },
    }),
  )
}

const accepted = new Set<string>()

/** One act against the domain's answer. @returns the state that both now have */
const compare = async (draw: Draw, definition: ActDefinition, by: Actor, state: CaseState): Promise<CaseState> => {
  const now = world.clock.now().getTime()
  const isOurs = by.instanceId === world.instanceId
  const body = await drawBody(definition, draw, isOurs, { state, now, day: world.day })
  const stale = draw.oneIn(10)
  const bare: Act = {
    id: mintId(now),
    caseId: state.caseId,
    kind: definition.kind,
    version: 1,
    by,
    occurredAt: world.now(),
    reliesOn: stale ? {} : { ...state.revisions },
    body,
    parts: [],
  }
  const parts = partsFor(definition, state, bare)
  const act = { ...bare, parts: parts.map((part) => ({ partId: part.partId, class: part.class })) }
  const expected = judge(state, act, world.now())
  const outcome = await send(act, parts)
  const where = `${by.function}@${by.unitId} ${definition.kind} ${JSON.stringify(body)}`
  if (expected.outcome === 'refused') {
    expect({ where, ...outcome }).toEqual({ where, status: 'refused', ...expected.refusal })
    return state
  }
  if (expected.outcome === 'conflict') {
    const { region, reliedOn, now: current } = expected
    expect({ where, ...outcome }).toMatchObject({
      where,
      status: 'conflict',
      conflict: { region, reliedOn, now: current },
    })
    return state
  }
  if (outcome.status !== 'accepted') {
    expect({ where, code: 'code' in outcome && SERVER_ONLY.includes(outcome.code) ? 'server' : outcome }).toEqual({
      where,
      code: 'server',
    })
    return state
  }
  accepted.add(definition.kind)
  let next = append(state, act)
  for (const consequence of consequencesOf(next, act)) next = append(next, consequence)
  expect(outcome.state).toEqual(next)
  return next
}

/** Kinds after which little is left to be done. */
const ENDS = ['case.closed', 'case.imported', 'handover.voided', 'handover.withdrawn', 'handover.declined']

/** Kinds that lead somewhere, so that walks reach the later stages of a case and not only its first refusals. */
const likely = (draw: Draw, state: CaseState): { definition: ActDefinition; by: Actor } => {
  const able: { definition: ActDefinition; by: Actor }[] = []
  for (let seat = 0; seat < 6; seat++) {
    const by = anyone(draw)
    for (const kind of nextActs(state, by, world.now())) {
      const definition = ACTS.get(kind)
      if (definition && !ENDS.includes(kind) && !(kind === 'handover.capability_asked' && state.handovers.length > 1))
        able.push({ definition, by })
    }
  }
  return able.length > 0 ? draw.from(able) : { definition: draw.from(definitions), by: anyone(draw) }
}

test('the server says of every act what the domain says, along random lives of cases', async () => {
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (generate) => {
      const draw = drawWith(generate)
      const caseId = draw.oneIn(4) ? world.newCase() : await world.open(world.actor('mbr_nrm'), draw.from(AGES))
      let state: CaseState = { ...(await world.stateOf(caseId)), caseId }
      for (let step = 0; step < 80; step++) {
        world.clock.advance(60_000)
        const random = draw.oneIn(3)
        const { definition, by } = random
          ? { definition: draw.from(definitions), by: anyone(draw) }
          : likely(draw, state)
        state = await compare(draw, definition, by, state)
      }
      if (state.sequence === 0) return
      expect(await world.stateOf(caseId)).toEqual(state)
      expect(await verifyChain(world.db, caseId)).toMatchObject({ verified: true, actions: state.sequence })
    }),
    { numRuns: 24 },
  )
  // The walks get somewhere: most kinds of act were not only asked about but done.
  expect(accepted.size).toBeGreaterThan(30)
}, 240_000)

test('every kind of act by every function in every relation: the same answer', async () => {
  const nrm = world.actor('mbr_nrm')
  const caseId = await world.open(nrm, '16_17')
  await world.done(nrm, caseId, 'guardian.requested', {
    authorityUnitId: 'unt_csw',
    preferredSex: 'no_preference',
    languages: ['sq'],
  })
  await world.done(world.actor('mbr_csw'), caseId, 'guardian.appointed', {
    guardianUnitId: 'unt_guards',
    guardianMemberId: 'mbr_guard',
    interim: false,
    noConflictOfInterest: true,
  })
  for (const name of FUNCTIONS.slice(1, 10))
    await world.act(nrm, caseId, 'access.assigned', {
      unitId: 'unt_shelter',
      memberId: null,
      function: name,
      classes: [],
    })
  const relations = {
    lead: ['unt_nrm', 'mbr_nrm'],
    assigned: ['unt_shelter', 'mbr_shelter'],
    guardian: ['unt_guards', 'mbr_guard'],
    otherGuardian: ['unt_guards', 'mbr_guard2'],
    stranger: ['unt_border', 'mbr_border'],
  } as const
  const state = await world.stateOf(caseId)
  let asked = 0
  class Undo extends Error {}
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (generate) => {
      const draw = drawWith(generate)
      for (const definition of definitions)
        for (const name of FUNCTIONS)
          for (const [unitId, memberId] of Object.values(relations)) {
            const by = { instanceId: world.instanceId, unitId, memberId, function: name } as unknown as Actor
            const body = await drawBody(definition, draw, true, { state, now: Date.parse(world.now()), day: world.day })
            const act = { ...(await blank(state, definition.kind)), by, body }
            const expected = judge(state, act, world.now())
            // Asked in a transaction that is taken back, so that every question meets the same case.
            const said: { outcome?: AppendOutcome } = {}
            await world
              .system(async (tx) => {
                said.outcome = await world.casework.appendActs(tx, {
                  caseId,
                  acts: [act],
                  from: { kind: 'member', memberId, memberships: [{ unitId, functions: [name] }] },
                })
                throw new Undo()
              })
              .catch((error: unknown) => {
                if (!(error instanceof Undo)) throw error
              })
            const where = `${name}@${unitId} ${definition.kind}`
            if (expected.outcome === 'refused')
              expect({ where, ...said.outcome }).toEqual({ where, status: 'refused', ...expected.refusal })
            else if (expected.outcome === 'allowed' && said.outcome?.status === 'refused')
              expect(SERVER_ONLY).toContain(said.outcome.code)
            else expect({ where, status: said.outcome?.status }).toEqual({ where, status: 'accepted' })
            asked += 1
          }
    }),
    { numRuns: 1 },
  )
  expect(asked).toBe(definitions.length * FUNCTIONS.length * 5)
}, 240_000)

const blank = async (state: CaseState, kind: string): Promise<Act> => ({
  id: mintId(world.clock.now().getTime()),
  caseId: state.caseId,
  kind,
  version: 1,
  by: world.actor('mbr_nrm'),
  occurredAt: world.now(),
  reliesOn: state.revisions,
  body: {},
  parts: [],
})
