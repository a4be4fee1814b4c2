import type { CustodyEffect } from '@ariadne/exchange/custody'
import type { Selectable } from 'kysely'
import { codeOf } from '../../platform/error-code.ts'
import type { ExchangeTables } from '../tables.ts'
import type { ReceiptsBody } from '../wire.ts'

export type Row = Selectable<ExchangeTables['inbox']>
export type Answered = ReceiptsBody['receipts'][number]['custody']

/** What became of one message: acted on, refused by a rule, or left for later. */
export type Outcome =
  | { state: 'processed'; by?: string; custody?: Answered; caseId?: string; actId?: string }
  | { state: 'rejected'; code: string; custody?: Answered; caseId?: string; actId?: string }
  | { state: 'void' }
  | { state: 'deferred' }

/** A refusal found half-way: what was written since the savepoint is undone. */
export class Rejected extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.name = 'Rejected'
    this.code = code
  }
}

/** Custody asks to wait: this side, or the other, has not reconciled after a restore. */
export class Deferred extends Error {}

/** What comes from a peer and is no value the database takes, or is here already: tried again it would be so again. */
export const isNotStorable = (error: unknown): boolean => /^2[23]/u.test(codeOf(error) ?? '')
export const codeOfRejection = (error: unknown): string | undefined =>
  error instanceof Rejected ? error.code : isNotStorable(error) ? 'not_storable' : undefined

export const receiptIn = (effects: readonly CustodyEffect[]): Answered =>
  effects.find((effect) => effect.type === 'receipt') ?? null
