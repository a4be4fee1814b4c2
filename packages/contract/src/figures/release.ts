import { createRoute, z } from '@hono/zod-openapi'
import { Problem } from '../problem.ts'

/** Where another instance hands in a release that it signed. The signature, not the caller, is believed. */
export const figureRelease = createRoute({
  method: 'post',
  path: '/exchange/v1/release',
  summary: 'Takes in one signed release of safe tables or alerts',
  request: { body: { content: { 'application/jose': { schema: z.string().max(2_000_000) } }, required: true } },
  responses: {
    200: {
      content: {
        'application/json': {
          schema: z.object({ name: z.string(), period: z.string(), version: z.int(), isNew: z.boolean() }),
        },
      },
      description: 'Taken in, or there already',
    },
    400: { content: { 'application/problem+json': { schema: Problem } }, description: 'Refused: `code` says why' },
    429: { content: { 'application/problem+json': { schema: Problem } }, description: 'Too many tries; wait' },
  },
})
