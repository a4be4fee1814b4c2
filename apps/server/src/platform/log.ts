import { pino } from 'pino'
import type { Logger } from 'pino'
import type { Config } from './config/index.ts'

export type { Logger }

/**
 * Structured logs to standard output. What may be written is named, not what may not: request id, method, path
 * template, status, duration, codes. No body, query, address, e-mail or id of a person's case is ever passed in.
 */
export const createLogger = (config: Pick<Config, 'instance' | 'log'>): Logger =>
  pino({
    level: config.log.level,
    base: { instance: config.instance.id },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: (error: unknown) => (error instanceof Error ? describe(error) : error) },
  })

/**
 * An error without its data: PostgreSQL's `detail` and zod's `input` quote the row or the entry, so only the class, the
 * code and our own stack lines are kept.
 */
export const describe = (error: unknown): Record<string, unknown> => {
  if (!(error instanceof Error)) return { type: typeof error }
  const code = (error as { code?: unknown }).code
  const constraint = (error as { constraint?: unknown }).constraint
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    stack: error.stack
      ?.split('\n')
      .filter((line) => line.trimStart().startsWith('at '))
      .slice(0, 8)
      .map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: describe(error.cause) }),
  }
}
