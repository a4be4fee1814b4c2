/** The `code` that PostgreSQL, Node.js and many answers carry, when it is a text. */
export const codeOf = (value: unknown): string | undefined => {
  const code = (value as { code?: unknown } | null | undefined)?.code
  return typeof code === 'string' ? code : undefined
}

/**
 * Whether PostgreSQL refused the values themselves (class 22, data exception): no such character, number or time there.
 * Whoever sends the same again is refused again. A division by zero is ours.
 */
export const isNotStorable = (error: unknown): boolean => /^22(?!012)/u.test(codeOf(error) ?? '')
