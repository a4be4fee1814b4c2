import type { z } from '@hono/zod-openapi'
import { access, wire } from './access.ts'
import { cardRoutes } from './card.ts'
import { contentRoutes } from './content.ts'
import { erasureRoutes } from './erasure.ts'
import { figureRoutes } from './figures/index.ts'
import { intakeRoutes } from './intake.ts'
import { learningRoutes } from './learning.ts'
import { reads } from './reads.ts'
import { trainingRoutes } from './training.ts'

export * from './access.ts'
export * from './card.ts'
export * from './commands.ts'
export * from './content.ts'
export * from './erasure.ts'
export * from './figures/index.ts'
export * from './intake.ts'
export * from './learning.ts'
export * from './problem.ts'
export * from './reads.ts'
export * from './training.ts'

/** The contract's version. The server also accepts the one before. */
export const CONTRACT_VERSION = 1

export const routes = {
  ...reads,
  ...access,
  ...wire,
  ...trainingRoutes,
  ...intakeRoutes,
  ...cardRoutes,
  ...learningRoutes,
  ...erasureRoutes,
  ...figureRoutes,
  ...contentRoutes,
}

type Schema<T> = T extends { content: { 'application/json': { schema: infer S } } }
  ? S extends z.ZodType
    ? z.infer<S>
    : never
  : never
type Input<R, K extends string> = R extends { request: infer Q }
  ? K extends keyof Q
    ? Q[K] extends z.ZodType
      ? z.input<Q[K]>
      : never
    : undefined
  : undefined

/** The same contract as types alone, keyed `GET /api/me`: what the web app imports. */
export type Api = {
  [N in keyof typeof routes as `${Uppercase<(typeof routes)[N]['method']>} ${(typeof routes)[N]['path']}`]: {
    response: Schema<(typeof routes)[N]['responses'][200]>
    params: Input<(typeof routes)[N], 'params'>
    query: Input<(typeof routes)[N], 'query'>
    body: (typeof routes)[N] extends { request: { body: infer B } } ? Schema<B> : undefined
  }
}
