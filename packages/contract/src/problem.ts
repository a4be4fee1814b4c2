import { z } from '@hono/zod-openapi'

/** RFC 9457 problem, with a code that is a message id and a remedy in plain English for those who read it raw. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    field: z.string().optional(),
    remedy: z.string(),
    mayInstead: z.array(z.string()).optional(),
    requestId: z.string(),
  })
  .openapi('Problem')
export type Problem = z.infer<typeof Problem>
