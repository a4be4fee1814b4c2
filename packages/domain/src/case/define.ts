import type { z } from 'zod'
import type { DataClass } from '../dataClasses.ts'
import type { FunctionName } from '../functions.ts'
import type { Refusal } from '../refusal.ts'
import type { Instant } from '../time.ts'
import type { Act, Region } from './action.ts'
import type { CaseState } from './state.ts'

/**
 * How a unit stands to a case.
 * `lead` works for the unit responsible; `assigned` was asked in by the lead; `guardian` is the appointed person;
 * `opener` is anyone who may begin a case; `peer` is the other side of a handover, heard through a verified message;
 * `clock` is this instance itself, where a time has passed.
 */
export type Relation = 'lead' | 'assigned' | 'guardian' | 'opener' | 'receiver' | 'peer' | 'clock'

export interface Doer {
  readonly function: FunctionName | 'instance'
  readonly as: Relation
}

export interface ActContext {
  readonly now: Instant
  readonly act: Pick<Act, 'id' | 'by' | 'occurredAt' | 'parts'>
}

/** What a sealed part must or may come with an act, so that free text about a person is never typed into a coded body. */
export interface PartRule {
  readonly class: DataClass | 'chosen'
  readonly need: 'must' | 'may'
}

/**
 * One kind of act: its coded body, who may do it, in which state, and what it changes. The same definition guards the
 * server and lights the buttons in the browser.
 */
export interface ActDefinition<B extends z.ZodType = z.ZodType> {
  readonly kind: string
  readonly version: number
  /** The region it moves; null for a fact, which never conflicts. */
  readonly region: Region | null
  readonly body: B
  readonly who: readonly Doer[]
  readonly parts: readonly PartRule[]
  /** Null when the act can be done now; otherwise what stands in its way. Reads coded facts only. Called with body `null` to ask "at all?". */
  readonly guard: (state: CaseState, body: z.infer<B> | null, context: ActContext) => Refusal | null
  readonly apply: (state: CaseState, body: z.infer<B>, context: ActContext) => void
}

type Loose<B extends z.ZodType> = Pick<ActDefinition<B>, 'body' | 'who' | 'apply'> &
  Partial<Pick<ActDefinition<B>, 'version' | 'parts' | 'guard'>>

const define = <B extends z.ZodType>(kind: string, region: Region | null, rest: Loose<B>): ActDefinition =>
  ({ kind, region, version: 1, parts: [], guard: () => null, ...rest }) as unknown as ActDefinition

/** An act that moves one region of the state from one value to another. */
export const transition = <B extends z.ZodType>(kind: string, region: Region, rest: Loose<B>): ActDefinition =>
  define(kind, region, rest)
/** An act that adds a fact. Facts always append. */
export const fact = <B extends z.ZodType>(kind: string, rest: Loose<B>): ActDefinition => define(kind, null, rest)

export const by = (as: Relation, ...functions: FunctionName[]): Doer[] =>
  functions.map((name) => ({ function: name, as }))
