import { CaseId, Instant } from '@ariadne/domain'
import { z } from '@hono/zod-openapi'
import { read } from './route.ts'

const HandoverId = z.uuidv7()
/** Why what a case says is erased. */
export const ErasureReason = z.enum(['retention_ended', 'person_asked', 'court_ordered'])
/** What a country answers that was asked to erase its copies: somebody there has seen it. */
export const ErasureAnswer = z.enum(['will_erase', 'kept_by_own_law'])

export const ERASURE_COMMANDS = {
  /** A case coordinator asks a second person of their unit. Nothing is erased yet. */
  'erasure.ask': z.strictObject({ caseId: CaseId, reason: ErasureReason }),
  /** Whoever asked, or whoever was asked, lets it be. */
  'erasure.withdraw': z.strictObject({ caseId: CaseId }),
  /** The second person. There is no way back. Result: `{ erased }`, how many acts. */
  'erasure.confirm': z.strictObject({ caseId: CaseId, understood: z.literal(true) }),
  /** A peer erased its side of a handover and asks this country to do the same: somebody here answers. */
  'erasure.answer': z.strictObject({ handoverId: HandoverId, answer: ErasureAnswer }),
} as const

export const erasureRoutes = {
  erasure: read(
    '/api/cases/{caseId}/erasure',
    'Whether a case can be erased, who asked for it, and which country asks this one to erase its copies',
    z
      .object({
        /** `open`: it has to be closed first. `handovers`: one of them is not over. */
        obstacle: z.enum(['open', 'handovers']).nullable(),
        /** The day on which its time is over by the country's profile; null while no period is confirmed there. */
        dueOn: z.iso.date().nullable(),
        mayAsk: z.boolean(),
        asked: z
          .object({
            reason: ErasureReason,
            at: Instant,
            byName: z.string(),
            byMe: z.boolean(),
            mayConfirm: z.boolean(),
          })
          .nullable(),
        heard: z.array(
          z.object({
            handoverId: HandoverId,
            fromName: z.string(),
            at: Instant,
            answer: ErasureAnswer.nullable(),
            mayAnswer: z.boolean(),
          }),
        ),
      })
      .openapi('Erasure'),
    { params: z.object({ caseId: CaseId }) },
  ),
}
