import { HandoverId, mintId, type CaseId } from '@ariadne/domain'
import type { Message } from '@ariadne/exchange'
import type { CustodyEffect } from '@ariadne/exchange/custody'
import type { Tx } from '../../platform/database/index.ts'
import { raiseAlarm } from '../alarms.ts'
import { decideFor, keepCustody, lockThread, refusalIn, saidIn, type Thread } from '../custody.ts'
import { nowOf, type ExchangeDeps } from '../deps.ts'
import { queueMessage } from '../outbox/queue.ts'
import { actsOf, sameLead } from '../reconcile/believe.ts'
import { CUSTODY_SAID, type SaidBody } from '../wire.ts'
import { receiptIn, type Outcome } from './outcome.ts'

/** What custody wants said and told besides: own acknowledgements go out, alarms go to the unit concerned. */
export const followCustody = async (
  deps: ExchangeDeps,
  tx: Tx,
  thread: Pick<Thread, 'handover_id' | 'case_id' | 'peer'>,
  effects: readonly CustodyEffect[],
  unitId: string | null,
): Promise<void> => {
  const about = { peer: thread.peer, unitId, caseId: thread.case_id, handoverId: thread.handover_id }
  for (const said of saidIn(effects))
    await queueMessage(deps, tx, {
      peer: thread.peer,
      thread: thread.handover_id,
      kind: CUSTODY_SAID,
      body: { said },
      actId: said.id,
      caseId: thread.case_id,
      ...(unitId ? { unitId } : {}),
    })
  for (const effect of effects) if (effect.type === 'alarm') await raiseAlarm(deps, tx, { ...about, code: effect.code })
}

/** A word of custody without an act can tell of an arrival whose act never came: then a person has to see who leads. */
const compareLead = async (deps: ExchangeDeps, tx: Tx, thread: Thread): Promise<void> => {
  const now = await lockThread(tx, thread.handover_id)
  const state = await deps.casework.lockState(tx, thread.case_id as CaseId)
  const handover = state.handovers.find((one) => one.handoverId === thread.handover_id)
  if (now && sameLead(now.custody, handover, await actsOf(tx, thread))) return
  const about = { peer: thread.peer, caseId: thread.case_id, handoverId: thread.handover_id }
  await raiseAlarm(deps, tx, { ...about, code: 'lead_differs' })
}

/** What custody says where no act of a person goes with it. */
export const processSaid = async (
  deps: ExchangeDeps,
  tx: Tx,
  message: Message,
  { said }: SaidBody,
): Promise<Outcome> => {
  const thread = HandoverId.safeParse(message.thread).success ? await lockThread(tx, message.thread) : undefined
  if (!thread || thread.peer !== message.iss) return { state: 'rejected', code: 'handover_unknown' }
  const decision = decideFor(thread.custody, {
    type: 'message',
    message: said,
    replyId: mintId(Date.parse(nowOf(deps))),
  })
  if (decision.effects.some((effect) => effect.type === 'defer')) return { state: 'deferred' }
  const refusal = refusalIn(decision.effects)
  if (refusal) return { state: 'rejected', code: refusal.code }
  await keepCustody(tx, thread.handover_id, decision.state)
  await followCustody(deps, tx, thread, decision.effects, null)
  if (decision.effects.some(({ type }) => type === 'give_lead' || type === 'take_lead'))
    await compareLead(deps, tx, thread)
  return { state: 'processed', custody: receiptIn(decision.effects), caseId: thread.case_id, actId: said.id }
}
