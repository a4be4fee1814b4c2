/** The `code` that PostgreSQL, Node.js and many answers carry, when it is a text. */
export const codeOf = (value: unknown): string | undefined => {
  const code = (value as { code?: unknown } | null | undefined)?.code
  return typeof code === 'string' ? code : undefined
}
