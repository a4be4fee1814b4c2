import { sql } from 'kysely'
import { z } from 'zod'
import type { Reading } from '../figures.ts'
import { nameOf } from '../figures.ts'
import { categoryName } from '../reads/definitions.ts'
import { EARLY_WARNING } from './release.ts'

/** Older news are not what is rising now. */
const SHOWN_DAYS = 365

const Told = z.object({
  definition: z.string(),
  fixed: z.record(z.string(), z.string()),
  from: z.string(),
  times: z.int().min(0),
  recurrence: z.int().min(0),
})

type Row = { country: string | null; from_instance: string; received_at: string; alert: unknown }

/** What other countries told: each release holds all that a country told in its year, so the latest of each counts. */
export const readAlertsOfOthers = async (reading: Reading) => {
  const { tx, now, word, statistics } = reading
  const since = new Date(Date.parse(now) - SHOWN_DAYS * 86_400_000).toISOString().slice(0, 10)
  const { rows } = await sql<Row>`
    with latest as (
      select distinct on (from_instance, period) country, from_instance, received_at, body
      from release_received where kind = 'alerts' and name = ${EARLY_WARNING}
      order by from_instance, period, version desc
    )
    select country, from_instance, received_at, alert
    from latest, jsonb_array_elements(body -> 'alerts') as alert
    where alert ->> 'from' >= ${since} order by alert ->> 'from' desc, country limit 100`.execute(tx)
  return rows.flatMap(({ country, from_instance: from, received_at: receivedAt, alert }) => {
    const told = Told.safeParse(alert)
    // Another country may watch what this one has no word for: it is told when it has.
    if (!told.success || !statistics.definitions.some(({ id }) => id === told.data.definition)) return []
    const { definition, fixed, times, recurrence } = told.data
    return [
      {
        country: country ?? from,
        receivedAt,
        definition,
        name: nameOf(reading, definition),
        fixed: Object.entries(fixed).map(([dimension, category]) => ({
          dimension,
          dimensionName: word(`dimension.${dimension}`),
          category,
          name: categoryName(reading, dimension, category),
        })),
        from: told.data.from,
        times,
        recurrence,
      },
    ]
  })
}
