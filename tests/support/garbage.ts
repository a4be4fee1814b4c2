import fc from 'fast-check'

/** A JSON Schema as OpenAPI carries it, as far as values are made from it here. */
export type Schema = {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  items?: Schema
  minItems?: number
  pattern?: string
  format?: string
  minimum?: number
  maximum?: number
}

/** Stands in a value for what is put into its text afterwards: JavaScript itself cannot write most of it. */
const PLACE = '@garbage@'

/** What nobody writes on purpose, as JSON text. */
const GARBAGE: readonly string[] = [
  `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  `${'{"all":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
  '{"__proto__":{"functions":["instance_admin"]}}',
  '{"constructor":{"prototype":{"x":1}}}',
  '{"toString":null}',
  '1e999',
  '-1e999',
  '1e308',
  '-0',
  '0.1',
  '9007199254740993',
  '2147483648',
  '"\\ud800"',
  '"a\\u0000b"',
  '"\\u0000"',
  '""',
  '"\\u202e\\u200f"',
  `"${'x'.repeat(1_000_000)}"`,
  '"\'; drop table member; --"',
  '"__proto__"',
  '"constructor"',
  '"hasOwnProperty"',
  '"9999-12-31T23:59:59.999Z"',
  '"+275760-09-13T00:00:00.000Z"',
  '"0000-01-01T00:00:00.000Z"',
  '"0000-00-00"',
  '"00000000-0000-7000-8000-000000000000"',
  'null',
  'true',
  '[]',
  '{}',
  '[[]]',
  '[null]',
  '[{}]',
]

const stringOf = ({ pattern, format }: Schema, known: readonly string[]): fc.Arbitrary<unknown> => {
  if (pattern !== undefined) {
    const shape = new RegExp(pattern, 'u')
    const fitting = known.filter((one) => shape.test(one))
    if (fitting.length > 0) return fc.constantFrom(...fitting)
    try {
      return fc.stringMatching(shape)
    } catch {
      // A look-ahead, which values are not made from.
    }
  }
  if (format === 'date-time') return fc.constantFrom('2026-11-22T14:05:00.000Z', '1999-01-01T00:00:00.000Z')
  if (format === 'date') return fc.constantFrom('2026-11-22', '2031-02-28')
  return fc.oneof(fc.constantFrom(...known), fc.string({ maxLength: 12 }))
}

/** Values as a schema has them. @param known ids that exist, taken wherever their form is asked for */
export const valuesOf = (
  schema: Schema,
  named: Readonly<Record<string, Schema>>,
  known: readonly string[],
  depth = 0,
): fc.Arbitrary<unknown> => {
  // Made when it is drawn: a rule within a rule within a rule has more forms than there is room for.
  const inner = (one: Schema): fc.Arbitrary<unknown> =>
    fc.constant(null).chain(() => valuesOf(one, named, known, depth + 1))
  if (depth > 8) return fc.constant(null)
  if (schema.$ref !== undefined) return inner(named[schema.$ref.split('/').at(-1) ?? ''] ?? {})
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return fc.oneof(...choices.map(inner))
  if (schema.allOf !== undefined)
    return fc.tuple(...schema.allOf.map(inner)).map((all) => Object.assign({}, ...(all as object[])) as unknown)
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'string':
      return stringOf(schema, known)
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 100, 2 ** 31 - 1) })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(inner(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(2, schema.minItems ?? 0),
      })
    case 'object': {
      const properties = Object.entries(schema.properties ?? {}).map(([key, one]) => [key, inner(one)] as const)
      if (properties.length === 0) return fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 1 }))
      return fc.record(Object.fromEntries(properties), { requiredKeys: schema.required ?? [] })
    }
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

/** The value with one of its places, counted from the outside, given over. */
const withPlace = (value: unknown, place: number): unknown => {
  let at = 0
  const walk = (one: unknown): unknown => {
    at += 1
    if (at - 1 === place) return PLACE
    if (Array.isArray(one)) return one.map(walk)
    if (typeof one === 'object' && one !== null)
      return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, walk(inner)]))
    return one
  }
  return walk(value)
}

const placesIn = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? 1 + Object.values(value).reduce<number>((sum, inner) => sum + placesIn(inner), 0)
    : 1

/** JSON texts of a schema's values, most of them with garbage in one place. */
export const spoilt = (values: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc.tuple(values, fc.nat(), fc.constantFrom(...GARBAGE), fc.nat(4)).map(([value, nth, garbage, whole]) => {
    if (whole === 0) return JSON.stringify(value) ?? 'null'
    const spoiltValue = withPlace(value, nth % placesIn(value))
    return JSON.stringify(spoiltValue).replace(`"${PLACE}"`, () => garbage)
  })
