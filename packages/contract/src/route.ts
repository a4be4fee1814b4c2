import type { z } from '@hono/zod-openapi'
import { createRoute } from '@hono/zod-openapi'
import { Problem } from './problem.ts'

const json = <S extends z.ZodType>(schema: S, description: string) => ({
  content: { 'application/json': { schema } },
  description,
})
const problem = (description: string) => ({ content: { 'application/problem+json': { schema: Problem } }, description })

/** A read: who is asked, with what, and what comes back. Refusals are RFC 9457 problems that name a remedy. */
export const read = <P extends string, S extends z.ZodType, R extends object = object>(
  path: P,
  summary: string,
  response: S,
  request: R = {} as R,
) =>
  createRoute({
    method: 'get',
    path,
    summary,
    request,
    responses: {
      200: json(response, summary),
      401: problem('Nobody is signed in'),
      403: problem('Not for this function'),
      404: problem('Not there, or not yours to see'),
      503: problem('Not now: the remedy says when, as does Retry-After where that is known'),
    },
  })

/** A write outside the command batch: sign-in, enrolment, the wire between instances. */
export const write = <P extends string, B extends z.ZodType, S extends z.ZodType>(
  path: P,
  summary: string,
  body: B,
  response: S,
) =>
  createRoute({
    method: 'post',
    path,
    summary,
    request: { body: { content: { 'application/json': { schema: body } }, required: true } },
    responses: {
      200: json(response, summary),
      400: problem('A field is wrong; it is named'),
      401: problem('Nobody is signed in'),
      429: problem('Too many tries; wait'),
    },
  })
