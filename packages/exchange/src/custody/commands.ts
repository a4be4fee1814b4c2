import type { Custody, CustodyCommand, CustodyContent, CustodyRefusal, CustodyStage, Side } from './types.ts'

/** A refusal, or what a command makes this side say. */
export type CommandAnswer =
  { readonly refusal: CustodyRefusal; readonly remedy: string } | { readonly say: CustodyContent }

const BY: Readonly<Record<CustodyCommand['kind'], Side>> = {
  offer: 'sender',
  withdraw: 'sender',
  send_dossier: 'sender',
  send_logistics: 'sender',
  acknowledge: 'receiver',
  accept: 'receiver',
  decline: 'receiver',
  report_not_arrived: 'receiver',
  confirm_arrival: 'receiver',
  send_feedback: 'receiver',
}

const no = (refusal: CustodyRefusal, remedy: string): CommandAnswer => ({ refusal, remedy })

const at = (state: Custody, stages: readonly CustodyStage[], say: CustodyContent): CommandAnswer =>
  stages.includes(state.stage)
    ? { say }
    : no('wrong_stage', `The handover is at stage ${state.stage}; this is possible at ${stages.join(' or ')}`)

const sharing = (state: Custody, stages: readonly CustodyStage[], say: CustodyContent): CommandAnswer =>
  state.withdrawn
    ? no('withdrawn', 'The person withdrew; nothing more is shared without a new agreement')
    : at(state, stages, say)

/** May this side do that now, and what does it tell the other. */
export const answerCommand = (state: Custody, command: CustodyCommand): CommandAnswer => {
  if (BY[command.kind] !== state.side) return no('other_side', `Only the ${BY[command.kind]} does this`)
  if (!state.reconciled)
    return no(
      'not_reconciled',
      'This instance was restored from a backup; wait until the other instance has said what it holds',
    )
  switch (command.kind) {
    case 'offer':
      if (!state.leads) return no('not_the_lead', 'Only the instance that leads the case offers it')
      if (command.task === 'take_lead' && command.otherLeadOfferOpen)
        return no(
          'another_offer_open',
          'The lead is offered elsewhere; withdraw that offer and wait until it is settled',
        )
      return at(state, ['none'], { kind: 'offer', task: command.task, unit: command.unit })
    case 'withdraw':
      return sharing(state, ['offered', 'accepted', 'arrived'], { kind: 'withdraw' })
    case 'send_dossier':
      return sharing(state, ['accepted', 'arrived'], { kind: 'dossier', dossier: command.dossier })
    case 'send_logistics':
      return sharing(state, ['accepted'], { kind: 'logistics' })
    case 'acknowledge':
      return at(state, ['offered'], { kind: 'acknowledge' })
    case 'accept':
      return at(state, ['offered'], { kind: 'accept', worker: command.worker })
    case 'decline':
      return at(state, ['offered'], { kind: 'decline', reason: command.reason })
    case 'report_not_arrived':
      return at(state, ['accepted'], { kind: 'not_arrived', reason: command.reason })
    case 'confirm_arrival':
      if (state.task === null || state.unit === null)
        return no('wrong_stage', 'There is no offer to confirm an arrival for')
      if (state.stage === 'accepted' && state.worker !== command.worker)
        return no('not_the_named_receiver', 'Only the worker named in the acceptance confirms; name another one first')
      return at(state, ['accepted'], { kind: 'arrival', task: state.task, unit: state.unit, worker: command.worker })
    case 'send_feedback':
      if (!state.held.some((one) => one.message.kind === 'arrival' && one.receipt === 'accepted'))
        return no('wrong_stage', 'Feedback follows once the other instance has received the arrival')
      return sharing(state, ['arrived'], { kind: 'feedback', milestone: command.milestone })
    default:
      return command satisfies never
  }
}
