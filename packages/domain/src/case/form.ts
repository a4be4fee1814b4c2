import type { z } from 'zod'
import { ActionId, AgreementId, HandoverId, InstanceId, MemberId, ReferralId, ScreeningId, UnitId } from '../ids.ts'
import { Day, Instant } from '../time.ts'
import type { ActDefinition } from './define.ts'
import { Country, Language } from './vocabulary.ts'

/** What kind of entry a field of an act's body needs. `confirm` is a statement that has to be true, ticked by hand. */
export type FieldKind =
  | 'choice'
  | 'choices'
  | 'number'
  | 'numbers'
  | 'yes_no'
  | 'confirm'
  | 'day'
  | 'moment'
  | 'country'
  | 'language'
  | 'languages'
  | 'unit'
  | 'member'
  | 'instance'
  | 'handover'
  | 'agreement'
  | 'action'
  | 'screening'
  | 'referral'
  | 'recipient'
  | 'text'

export interface FormField {
  readonly name: string
  readonly kind: FieldKind
  /** Coded values to choose from; for numbers, the numbers. */
  readonly options: readonly (string | number)[]
  readonly optional: boolean
}

type Schema = z.ZodType & {
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

const NAMED = new Map<unknown, FieldKind>([
  [UnitId, 'unit'],
  [MemberId, 'member'],
  [InstanceId, 'instance'],
  [HandoverId, 'handover'],
  [AgreementId, 'agreement'],
  [ActionId, 'action'],
  [ScreeningId, 'screening'],
  [ReferralId, 'referral'],
  [Day, 'day'],
  [Instant, 'moment'],
  [Country, 'country'],
  [Language, 'language'],
])

const literals = (schema: Schema): unknown[] => {
  const { def } = schema._zod
  if (def.type === 'enum') return Object.values(def.entries ?? {})
  if (def.type === 'literal') return def.values ?? []
  return def.type === 'union' ? (def.options ?? []).flatMap(literals) : []
}

const describe = (name: string, schema: Schema, optional: boolean): FormField => {
  const { def } = schema._zod
  const field = (kind: FieldKind, options: unknown[] = []): FormField => ({
    name,
    kind,
    options: options as (string | number)[],
    optional,
  })
  const named = NAMED.get(schema)
  if (named) return field(named)
  switch (def.type) {
    case 'nullable':
    case 'optional':
      return def.innerType ? describe(name, def.innerType, true) : field('text')
    case 'boolean':
      return field('yes_no')
    case 'literal':
      return def.values?.[0] === true
        ? field('confirm')
        : def.values?.[0] === false
          ? field('confirm', [false])
          : field('choice', def.values)
    case 'enum':
    case 'union':
      return field(typeof literals(schema)[0] === 'number' ? 'number' : 'choice', literals(schema))
    case 'array': {
      const element = def.element ? describe(name, def.element, optional) : field('text')
      if (element.kind === 'language') return field('languages')
      return element.kind === 'number' ? field('numbers') : field('choices', [...element.options])
    }
    case 'number':
    case 'int':
      return field('number')
    case 'object':
      return field('recipient')
    default:
      return field('text')
  }
}

/** Rows within an act are written by a program that imports them; no person fills them in. */
const isRows = (schema: Schema): boolean => {
  const { innerType, element } = schema._zod.def
  return innerType ? isRows(innerType) : element?._zod.def.type === 'object'
}

/** The entries an act's form needs, in the order of its body, so that no form can ask for what the act does not know. */
export const formOf = (definition: ActDefinition): FormField[] =>
  Object.entries((definition.body as Schema)._zod.def.shape ?? {}).flatMap(([name, schema]) =>
    isRows(schema) ? [] : [describe(name, schema, false)],
  )
