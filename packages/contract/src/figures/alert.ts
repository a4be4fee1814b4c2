import { Instant } from '@ariadne/domain'
import { z } from '@hono/zod-openapi'
import { Count } from './cell.ts'
import { ReleaseSending } from './release.ts'

const Fixed = z.array(
  z.object({ dimension: z.string(), dimensionName: z.string(), category: z.string(), name: z.string() }),
)
export const ALERT_FINDINGS = ['looking', 'real', 'recording_changed', 'chance'] as const

/** Early warning: what rose beyond what the past makes usual. Exact, for the country's own coordinator. */
export const FigureAlerts = z
  .object({
    now: Instant,
    /** Null before the first night. */
    /** A look is under way: what is told here is from the one before. */
    looking: z.boolean(),
    lastRun: z
      .object({
        ranAt: Instant,
        /** This country's share of the region's budget: one false alarm in so many days. */
        budgetDays: Count,
        looked: z.array(
          z.object({ definition: z.string(), name: z.string(), sums: Count, refused: z.string().nullable() }),
        ),
      })
      .nullable(),
    alerts: z.array(
      z.object({
        alertId: z.string(),
        definition: z.string(),
        name: z.string(),
        /** What rose; the whole where it is empty. */
        fixed: Fixed,
        zone: z.array(z.string()),
        from: z.string(),
        to: z.string(),
        weeks: Count,
        observed: Count,
        expected: z.number(),
        ratio: z.object({ value: z.number(), lower95: z.number(), upper95: z.number() }),
        /** Chance alone brings as much once in so many days. */
        recurrence: z.number(),
        cells: z.array(z.object({ values: Fixed, observed: Count, expected: z.number() })),
        under: z.array(z.object({ fixed: Fixed, weeks: Count, recurrence: z.number() })),
        /** One count a week, the first beginning on `from`. */
        series: z.object({ from: z.string(), counts: z.array(Count) }),
        firstFoundAt: Instant,
        isOver: z.boolean(),
        looks: z.array(
          z.object({ at: Instant, finding: z.enum(ALERT_FINDINGS), note: z.string().nullable(), by: z.string() }),
        ),
        /** What the network was told of it. */
        released: z
          .object({
            at: Instant,
            sent: z.array(ReleaseSending),
            told: z.object({ from: z.string(), times: Count, recurrence: Count }),
          })
          .nullable(),
        notes: z.array(z.object({ kind: z.string(), code: z.string(), notes: Count })),
        /** What these notes say: the latest few, those about the same form first. */
        said: z.array(
          z.object({
            kind: z.string(),
            code: z.string(),
            seenOn: z.string(),
            forms: z.array(z.string()),
            placeName: z.string().nullable(),
            words: z.string().nullable(),
          }),
        ),
      }),
    ),
    /** What other countries told of theirs: round words, no counts. */
    fromOthers: z.array(
      z.object({
        country: z.string(),
        receivedAt: Instant,
        definition: z.string(),
        name: z.string(),
        fixed: Fixed,
        from: z.string(),
        times: Count,
        recurrence: Count,
      }),
    ),
  })
  .openapi('FigureAlerts')
