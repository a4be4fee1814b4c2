import { Period } from '@ariadne/domain/statistics'
import { Instant } from '@ariadne/domain'
import { z } from '@hono/zod-openapi'
import { Beside, Cell, Count } from './cell.ts'

export const FigureCapacity = z
  .object({
    now: Instant,
    period: Period,
    /** By kind of unit: how many units, people, open cases, lines that wait, of those late. */
    kinds: z.array(
      z.object({
        kind: z.string(),
        units: Count,
        members: Count,
        openCases: Count,
        waiting: Count,
        overdue: Count,
        declinedForWantOfPlace: Count,
        /** Places as entered, with their source. */
        places: z.array(Beside),
      }),
    ),
    services: z.array(z.object({ service: z.string(), requested: Cell, started: Cell, unmet: Cell })),
    declinedAbroad: z.array(z.object({ reason: z.string(), count: Cell })),
  })
  .openapi('FigureCapacity')
