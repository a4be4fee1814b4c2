import { Period } from '@ariadne/domain/statistics'
import { z } from '@hono/zod-openapi'
import { GroundNote } from './groundNote.ts'
import { ALERT_FINDINGS } from './alert.ts'
import { ReleaseMethod } from './release.ts'

/** Commands of figures, for `COMMANDS`. */
export const FIGURE_COMMANDS = {
  'figure.enter': z.strictObject({
    entryId: z.uuidv7(),
    definition: z.string().max(80),
    period: Period,
    key: z.record(z.string().max(40), z.string().max(60)),
    status: z.enum(['value', 'missing']),
    value: z.number().min(0).max(1e12).nullable(),
    source: z.string().regex(/^[a-z0-9][a-z0-9-]{1,39}$/),
    sourceTitle: z.string().min(3).max(200),
    note: z.string().max(400).nullable(),
    replaces: z.uuid().nullable(),
  }),
  'figure.keep_report': z.strictObject({ report: z.string().max(60), year: z.int().min(1990).max(2100) }),
  /** Protects, audits, signs, keeps and hands a report to the secretariat. Result: version, cells, suppressed, handedTo. */
  'figure.release': z.strictObject({
    report: z.string().max(60),
    year: z.int().min(1990).max(2100),
    method: ReleaseMethod.default('suppress'),
  }),
  /** Hands a release to the secretariat once more, as it was signed. */
  'figure.send_again': z.strictObject({ releaseId: z.uuid() }),
  /** Notes that a report goes out exact because a law demands it. An empty legal basis is one to be confirmed. */
  'figure.transmit': z.strictObject({
    report: z.string().max(60),
    year: z.int().min(1990).max(2100),
    recipient: z.string().trim().min(2).max(200),
    legalBasis: z.string().trim().max(300),
  }),
  /** Somebody looked at an alert and says what it turned out to be. */
  'alert.look': z.strictObject({
    lookId: z.uuidv7(),
    alertId: z.uuid(),
    finding: z.enum(ALERT_FINDINGS),
    note: z.string().max(400).nullable(),
  }),
  /** Tells the network that something rose: categories and round limits, no counts. */
  'alert.release': z.strictObject({ alertId: z.uuid() }),
  'note.send': z.strictObject({ note: GroundNote }),
  'note.review': z.strictObject({
    noteId: z.uuid(),
    accept: z.boolean(),
    because: z.enum(['names_someone', 'known_already', 'unclear', 'not_about_this']).nullable(),
  }),
} as const
