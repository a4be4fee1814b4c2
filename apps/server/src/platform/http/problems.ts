import { HTTPException } from 'hono/http-exception'
import type { z } from 'zod'
import type { AppContext } from './env.ts'
import { codeOf, isNotStorable } from '../error-code.ts'
import type { Unfit } from '../fit-json.ts'
import { describe } from '../log.ts'
import { Problem } from '../problem.ts'
import type { ProblemDetail } from '../problem.ts'

/** RFC 9457. `type` is a name, not an address; `code` is its last part. */
const write = (c: AppContext, detail: ProblemDetail): Response => {
  for (const [name, value] of Object.entries(detail.headers ?? {})) c.header(name, value)
  c.header('Cache-Control', 'no-store')
  return c.body(
    JSON.stringify({
      type: `urn:ariadne:problem:${detail.code}`,
      title: detail.title,
      status: detail.status,
      code: detail.code,
      ...(detail.field === undefined ? {} : { field: detail.field }),
      remedy: detail.remedy,
      ...(detail.mayInstead === undefined ? {} : { mayInstead: detail.mayInstead }),
      requestId: c.var.requestId,
    }),
    detail.status as 400,
    { 'Content-Type': 'application/problem+json' },
  )
}

/** PostgreSQL and the system say that the database or the disk is gone in these ways. */
const unavailable = new Set([
  '3D000',
  '55000',
  'ECONNREFUSED',
  'ENOENT',
  'ECONNRESET',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08001',
  '53300',
  '53100',
  '53200',
])

export const isUnavailable = (error: unknown): boolean =>
  unavailable.has(codeOf(error) ?? '') ||
  (error instanceof Error &&
    /timeout exceeded when trying to connect|Connection terminated|is not queryable/u.test(error.message))

/** The one place where an error becomes an answer. What nobody foresaw is logged without its data and told as ours. */
export const answerError = (error: unknown, c: AppContext): Response => {
  if (error instanceof Problem) return write(c, error.detail)
  if (error instanceof HTTPException && error.status === 415) return write(c, wrongType)
  if (error instanceof HTTPException && error.status < 500) return write(c, malformed)
  if (isUnavailable(error)) {
    c.var.log.error({ requestId: c.var.requestId, err: describe(error) }, 'database unavailable')
    return write(c, {
      status: 503,
      code: 'database_unavailable',
      title: 'This instance cannot reach its database or has no room left.',
      remedy: 'Nothing was saved here. What you entered stays on your device and is sent again by itself.',
      headers: { 'Retry-After': '10' },
    })
  }
  c.var.log.error({ requestId: c.var.requestId, err: describe(error) }, 'unforeseen error')
  if (isNotStorable(error)) return write(c, notStorable)
  return write(c, {
    status: 500,
    code: 'unforeseen',
    title: 'Something went wrong here, on our side.',
    remedy: 'Nothing was saved. Try again; if it stays so, tell the person who runs this instance the request id.',
  })
}

const notStorable: ProblemDetail = {
  status: 400,
  code: 'invalid_input',
  title: 'An entry is missing or not of the right form.',
  remedy: 'One entry has a form or a size that cannot be kept, and nothing was saved. Correct it and send it again.',
}

const malformed: ProblemDetail = {
  status: 400,
  code: 'malformed_json',
  title: 'The body is not valid JSON.',
  remedy: 'Send UTF-8 JSON with the content type application/json.',
}

export const answerMissing = (c: AppContext): Response =>
  write(c, {
    status: 404,
    code: 'no_such_address',
    title: 'There is nothing at this address.',
    remedy: 'See /api/docs for what there is.',
  })

const wrongType: ProblemDetail = {
  status: 415,
  code: 'wrong_content_type',
  title: 'The body is not sent as JSON.',
  remedy: 'Send it with the content type application/json.',
}

/** A body or parameter that does not fit its schema: the first field is named, all are listed in the remedy. */
export const invalidInput = (error: z.ZodError): Problem => {
  const faults = error.issues.map((issue) => ({ field: issue.path.map(String).join('.'), message: issue.message }))
  const first = faults[0]
  return new Problem({
    status: 400,
    code: 'invalid_input',
    title: 'An entry is missing or not of the right form.',
    field: first?.field,
    remedy: faults
      .slice(0, 10)
      .map((fault) => `${fault.field === '' ? 'body' : fault.field}: ${fault.message}`)
      .join('; '),
  })
}

/** Something in a body or an address that cannot be kept or looked for: see `findUnfit`. */
export const unfitInput = ({ field, remedy }: Unfit): Problem =>
  new Problem({
    status: 400,
    code: 'invalid_input',
    title: 'An entry is missing or not of the right form.',
    field,
    remedy: `${field === '' ? 'body' : field}: ${remedy}`,
  })
