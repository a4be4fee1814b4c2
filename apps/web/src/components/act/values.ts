import type { ActDefinition, DataClass, FormField } from '@ariadne/domain'
import type { SealedText } from '../../lib/vault/parts.ts'
import { readDay } from '../../lib/day.ts'

export type Values = Readonly<Record<string, unknown>>
export type Sealed = Readonly<Partial<Record<DataClass, SealedText>>>

/** What is wrong with one entry; `field` is the entry's name, or `<class>-<entry>` of a sealed text. */
export interface EntryProblem {
  readonly field: string
  readonly code: 'missing' | 'not_ticked' | 'day_incomplete' | 'not_possible' | 'sealed_part_missing'
}

/** Entries that are asked: what the page knows already and what can only be "no" are not. */
export const askedFields = (fields: readonly FormField[], fixed: Values): FormField[] =>
  fields.filter((field) => !(field.name in fixed) && !isAlwaysFalse(field))

const isAlwaysFalse = (field: FormField): boolean => field.kind === 'confirm' && field.options[0] === (false as never)

/** A day as the rules want it, or as it was typed when it is not whole yet. */
const settled = (field: FormField, value: unknown): unknown => {
  if (field.kind === 'moment' && typeof value === 'string') {
    const [day = '', time = ''] = value.split('T')
    const read = readDay(day)
    if (!('day' in read)) return value === 'T' || value === '' ? undefined : value
    // What somebody types is their own time of day.
    return time ? new Date(`${read.day}T${time.slice(0, 5)}`).toISOString() : value
  }
  if (field.kind !== 'day' || typeof value !== 'string') return value
  const read = readDay(value)
  if ('day' in read) return read.day
  return read.problem === 'empty' ? undefined : value
}

/** The coded body of an act out of what was entered. */
export const bodyOf = (fields: readonly FormField[], values: Values, fixed: Values): Record<string, unknown> => {
  const body: Record<string, unknown> = { ...fixed }
  for (const field of fields) {
    if (field.name in fixed) continue
    const value = settled(field, values[field.name])
    if (isAlwaysFalse(field)) body[field.name] = false
    else if (value !== undefined && value !== '') body[field.name] = value
    else if (['choices', 'languages', 'numbers'].includes(field.kind) && !field.optional) body[field.name] = []
    else if (field.optional) body[field.name] = null
  }
  return body
}

/** The entries that the act's own schema does not take, each with what is missing. */
export const bodyProblems = (
  definition: ActDefinition,
  fields: readonly FormField[],
  body: Record<string, unknown>,
): EntryProblem[] => {
  const parsed = definition.body.safeParse(body)
  if (parsed.success) return []
  const names = new Set(parsed.error.issues.map((issue) => String(issue.path[0] ?? '')))
  return [...names].map((name) => {
    const field = fields.find((one) => one.name === name)
    const value = body[name]
    const empty = value === undefined || value === null || (Array.isArray(value) && value.length === 0)
    if (field?.kind === 'confirm') return { field: name, code: 'not_ticked' }
    if (empty) return { field: name, code: 'missing' }
    return { field: name, code: field?.kind === 'day' || field?.kind === 'moment' ? 'day_incomplete' : 'not_possible' }
  })
}

/** Sealed texts with something in them. */
export const writtenTexts = (sealed: Sealed, classes: readonly DataClass[]): Partial<Record<DataClass, SealedText>> =>
  Object.fromEntries(
    classes.flatMap((one) => {
      const kept = Object.entries(sealed[one] ?? {}).filter(([, text]) => text.trim() !== '')
      return kept.length > 0 ? [[one, Object.fromEntries(kept)]] : []
    }),
  )
