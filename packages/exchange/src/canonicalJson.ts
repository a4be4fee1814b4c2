/**
 * The one spelling of a JSON value (JSON Canonicalization Scheme, RFC 8785): members sorted by UTF-16 code units
 * (section 3.2.3), numbers and strings as ECMAScript writes them (3.2.2), no white space. Members that are undefined
 * are left out, as JSON.stringify does.
 * @throws TypeError for what has no JSON form: numbers that are not finite, lone surrogates, undefined, functions
 */
export const canonicalJson = (value: unknown): string => {
  switch (typeof value) {
    case 'boolean':
      return String(value)
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('A number that is not finite has no JSON form')
      return JSON.stringify(value)
    case 'string':
      if (!value.isWellFormed()) throw new TypeError('A text with a lone surrogate has no JSON form')
      return JSON.stringify(value)
    case 'object': {
      if (value === null) return 'null'
      if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
      const members = Object.entries(value).filter(([, member]) => member !== undefined)
      members.sort(([one], [other]) => (one < other ? -1 : 1))
      return `{${members.map(([name, member]) => `${canonicalJson(name)}:${canonicalJson(member)}`).join(',')}}`
    }
    default:
      throw new TypeError(`A ${typeof value} has no JSON form`)
  }
}
