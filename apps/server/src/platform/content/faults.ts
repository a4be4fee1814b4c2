import type { z } from 'zod'
import type { Position } from './read-file.ts'

/** One thing that is wrong in the content: the file, the line where that can be told, the field, what would be right. */
export type ContentFault = { file: string; line?: number; field: string; problem: string; remedy: string }

export const faultsOf = (file: string, error: z.ZodError, lineOf: Position): ContentFault[] =>
  error.issues.map((issue) => {
    const path = issue.path.filter((key) => typeof key !== 'symbol')
    const line = lineOf(path)
    return {
      file,
      ...(line === undefined ? {} : { line }),
      field: path.join('.') || '(file)',
      problem: issue.message,
      remedy:
        issue.code === 'unrecognized_keys'
          ? 'Take these keys out, or mend their names.'
          : 'Mend it as the message says.',
    }
  })
