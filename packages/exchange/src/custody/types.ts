/** One handover has two sides: the instance that leads the case and offers, and the instance that is asked. */
export type Side = 'sender' | 'receiver'

/** What the receiver is asked to do. Only `take_lead` ever moves the lead. */
export type Task = 'take_lead' | 'provide_service' | 'family_assessment' | 'return_support'

/** How far a handover is on one side. `declined`, `withdrawn` and `expired` end it with the lead where it was. */
export type CustodyStage = 'none' | 'offered' | 'accepted' | 'arrived' | 'declined' | 'withdrawn' | 'expired'

/** What travels. `void` says that an earlier message (`of`) will not come or no longer counts. */
export type CustodyContent =
  | { readonly kind: 'offer'; readonly task: Task; readonly unit: string }
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'accept'; readonly worker: string }
  | { readonly kind: 'decline'; readonly reason: string }
  | { readonly kind: 'dossier'; readonly dossier: string }
  | { readonly kind: 'logistics' }
  | { readonly kind: 'withdraw' }
  | { readonly kind: 'withdrawal_acknowledged'; readonly of: string; readonly arrived: boolean }
  | { readonly kind: 'not_arrived'; readonly reason: 'delayed' | 'not_arrived' }
  | { readonly kind: 'arrival'; readonly task: Task; readonly unit: string; readonly worker: string }
  | { readonly kind: 'feedback'; readonly milestone: string }
  | { readonly kind: 'void'; readonly of: string; readonly voided: CustodyKind }

export type CustodyKind =
  | 'offer'
  | 'acknowledge'
  | 'accept'
  | 'decline'
  | 'dossier'
  | 'logistics'
  | 'withdraw'
  | 'withdrawal_acknowledged'
  | 'not_arrived'
  | 'arrival'
  | 'feedback'
  | 'void'

/** An act of one side that the other is told of. */
export type CustodyMessage = CustodyContent & {
  /** Names the act, whatever envelope carries it. */
  readonly id: string
  readonly from: Side
  /** When its side was last restored from a backup, in milliseconds since 1970; 0 when never. */
  readonly epoch: number
}

/** A copy of a message, own or the peer's. `receipt` is the peer's answer to an own one. */
export interface HeldMessage {
  readonly message: CustodyMessage
  readonly receipt: 'accepted' | 'rejected' | null
}

/** The answer to a message: which issue of it (`epoch`), and in which life of the answering side (`by`). */
export interface CustodyReceipt {
  readonly type: 'receipt'
  readonly of: string
  readonly epoch: number
  readonly by: number
  readonly outcome: 'accepted' | 'rejected'
}

/** One side's record of one handover. Everything in it is written in one transaction with the effects it led to. */
export interface Custody {
  readonly side: Side
  readonly task: Task | null
  /** The unit the offer names, which alone can confirm an arrival. */
  readonly unit: string | null
  /** The worker the acceptance names. */
  readonly worker: string | null
  readonly stage: CustodyStage
  /** This side is responsible for the case. */
  readonly leads: boolean
  /** The person withdrew: nothing more is shared, whatever the stage. */
  readonly withdrawn: boolean
  readonly epoch: number
  readonly peerEpoch: number
  /** False from a restore until the peer has said what it holds. Until then no custody move. */
  readonly reconciled: boolean
  readonly held: readonly HeldMessage[]
}

/** What one side tells a restored one: all copies it holds, and its own epoch. */
export interface PeerView {
  /** The restored side's epoch that this answers. */
  readonly forEpoch: number
  readonly epoch: number
  readonly messages: readonly CustodyMessage[]
}

/** What a person at this side does. `id` is minted by the caller and names the act. */
export type CustodyCommand =
  | {
      readonly kind: 'offer'
      readonly id: string
      readonly task: Task
      readonly unit: string
      /** Another offer of the lead of this case is not settled (`isSettled`). */ readonly otherLeadOfferOpen: boolean
    }
  | { readonly kind: 'withdraw'; readonly id: string }
  | { readonly kind: 'send_dossier'; readonly id: string; readonly dossier: string }
  | { readonly kind: 'send_logistics'; readonly id: string }
  | { readonly kind: 'acknowledge'; readonly id: string }
  | { readonly kind: 'accept'; readonly id: string; readonly worker: string }
  | { readonly kind: 'decline'; readonly id: string; readonly reason: string }
  | { readonly kind: 'report_not_arrived'; readonly id: string; readonly reason: 'delayed' | 'not_arrived' }
  | { readonly kind: 'confirm_arrival'; readonly id: string; readonly worker: string }
  | { readonly kind: 'send_feedback'; readonly id: string; readonly milestone: string }

/** Everything that can happen to one side. Messages were verified (`openMessage`) before they come here. */
export type CustodyInput =
  | { readonly type: 'command'; readonly command: CustodyCommand }
  | {
      readonly type: 'message'
      readonly message: CustodyMessage
      /** A fresh id, used if an answer is due. */ readonly replyId: string
    }
  | CustodyReceipt
  /** An own message reached its `exp` without a receipt. */
  | { readonly type: 'message_expired'; readonly of: string; readonly voidId: string }
  /** The time to answer the offer is over. */
  | { readonly type: 'deadline'; readonly voidId: string }
  /** This instance was restored from a backup. */
  | { readonly type: 'restored'; readonly epoch: number }
  /** The peer was, asks what this side holds, and says what it holds itself. */
  | {
      readonly type: 'peer_restored'
      readonly epoch: number
      readonly messages: readonly CustodyMessage[]
      readonly replyId: string
    }
  | { readonly type: 'reconciled'; readonly view: PeerView; readonly replyId: string }

export type CustodyAlarm =
  | 'not_arrived'
  | 'arrival_after_closing'
  | 'withdrawal_recovered'
  | 'undelivered'
  | 'rejected_by_peer'
  | 'restored'
  | 'peer_restored'

export type CustodyRefusal =
  | 'not_reconciled'
  | 'other_side'
  | 'wrong_stage'
  | 'not_the_lead'
  | 'another_offer_open'
  | 'withdrawn'
  | 'not_the_named_receiver'
  | 'old_epoch'

/** What the host does, in the same transaction as it stores the new state (`send` and the receipts go to the outbox). */
export type CustodyEffect =
  | { readonly type: 'send'; readonly message: CustodyMessage }
  | CustodyReceipt
  /** Keep the message unanswered; the peer sends it again, or reconciling brings it. */
  | { readonly type: 'defer'; readonly of: string }
  | { readonly type: 'take_lead' }
  | { readonly type: 'give_lead'; readonly unit: string }
  | { readonly type: 'stop_sharing' }
  | { readonly type: 'show_dossier'; readonly dossier: string }
  | { readonly type: 'discard_dossier'; readonly dossier: string }
  | { readonly type: 'ask_view'; readonly epoch: number; readonly messages: readonly CustodyMessage[] }
  | { readonly type: 'answer_view'; readonly view: PeerView }
  | { readonly type: 'alarm'; readonly code: CustodyAlarm }
  | { readonly type: 'refuse'; readonly code: CustodyRefusal; readonly remedy: string }

export interface Decision {
  readonly state: Custody
  readonly effects: readonly CustodyEffect[]
}
