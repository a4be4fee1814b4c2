import { append, unitsToSealFor, type Act, type CaseState, type DataClass } from '@ariadne/domain'
import type { Command, SealedPart } from '@ariadne/contract'
import type { Person } from '../../apps/server/src/demo/person.ts'
import type { Doing, Journey, Step } from './journey.ts'

const inGroups = async <T>(items: readonly T[], size: number, atOnce: number, work: (group: T[]) => Promise<void>) => {
  const groups: T[][] = []
  for (let at = 0; at < items.length; at += size) groups.push(items.slice(at, at + size))
  const next = async (): Promise<void> => {
    for (let group = groups.shift(); group; group = groups.shift()) await work(group)
  }
  await Promise.all(Array.from({ length: atOnce }, next))
}

/** One command with several acts on one case, each relying on what the one before leaves. */
const commandOf = async (
  who: Person,
  state: CaseState,
  steps: readonly Step[],
): Promise<{ command: Command; after: CaseState }> => {
  const acts: Act[] = []
  const parts: SealedPart[] = []
  let before = state
  for (const step of steps) {
    const act = who.buildAct(before, step.kind, step.body)
    const handover = typeof step.body['handoverId'] === 'string'
    const refs: Act['parts'] = []
    for (const [partClass, text] of Object.entries(step.texts ?? {})) {
      const units = unitsToSealFor(handover ? before : append(before, act), act, partClass as DataClass)
      const subject = handover ? String(step.body['handoverId']) : state.caseId
      const readers = await who.publicKeysOf(units)
      const part = await who.seal(partClass, text, { subject, instanceId: who.instanceId, readers })
      parts.push(part)
      refs.push({ partId: part.partId, class: part.class })
    }
    acts.push({ ...act, parts: refs })
    before = append(before, { ...act, parts: refs })
  }
  return { command: who.makeCommand('case.act', { caseId: state.caseId, acts, parts, wraps: [] }), after: before }
}

/** Everybody's next steps on one side, in batches as an outbox sends them; how many acts were accepted. */
export const doAll = async (who: Person, doings: readonly Doing[]): Promise<number> => {
  let done = 0
  const able = doings.filter(({ journey }) => journey.fault === null)
  await inGroups(able, 20, 4, async (group) => {
    const prepared = []
    for (const doing of group) {
      const state = doing.journey[doing.side]
      if (state) prepared.push({ doing, ...(await commandOf(who, state, doing.steps)) })
    }
    const outcomes = await who.send(...prepared.map((one) => one.command))
    for (const [at, { doing, after }] of prepared.entries()) {
      const outcome = outcomes[at]
      if (outcome?.status === 'accepted') {
        doing.journey[doing.side] = after
        done += doing.steps.length
      } else
        doing.journey.fault = `${doing.steps.map((step) => step.kind).join('+')}: ${outcome?.code ?? outcome?.status}`
    }
  })
  return done
}

/** Looks at the cases again, because the other side has done something. */
export const lookAgain = (who: Person, journeys: readonly Journey[], side: 'here' | 'abroad') =>
  inGroups(
    journeys.filter((one) => one.fault === null),
    1,
    6,
    async ([journey]) => {
      if (journey) journey[side] = (await who.loadCase(side === 'here' ? journey.caseId : journey.there)).state
    },
  )
