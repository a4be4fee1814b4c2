import type { z } from 'zod'
import { Problem } from '../platform/problem.ts'

/** Where a page ended, as an opaque word in an address. It says no more than the row that was last shown. */
export const writeCursor = (values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

/** @throws {Problem} 400 for a cursor that was not written here */
export const readCursor = <S extends z.ZodType>(schema: S, text: string | undefined): z.infer<S> | undefined => {
  if (text === undefined) return undefined
  const parsed = (() => {
    try {
      return schema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    } catch {
      return undefined
    }
  })()
  if (parsed?.success === true) return parsed.data
  throw new Problem({
    status: 400,
    code: 'cursor_invalid',
    field: 'after',
    title: 'This is not where a page of this list ended.',
    remedy: 'Start at the first page, without "after".',
  })
}
