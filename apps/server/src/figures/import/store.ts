import { createHash } from 'node:crypto'
import { canonicalJson, mintId } from '@ariadne/domain'
import { boundsOf } from '@ariadne/domain/statistics'
import { sql } from 'kysely'
import { withSystem } from '../../platform/database/index.ts'
import type { Database } from '../../platform/database/index.ts'
import type { ImportedFigure } from './figure.ts'

const BATCH = 2_000

/**
 * Keeps figures of another collection with their source, all or none. What was kept before is found again by what it
 * says and added once only.
 */
export const keepFigures = (
  db: Database,
  figures: readonly ImportedFigure[],
  about: { title: string; batch: string; now: string },
  progress: (state: { done: number; of: number }) => void = () => undefined,
): Promise<{ imported: number; alreadyThere: number }> =>
  withSystem(db, 'import', async (tx) => {
    let imported = 0
    for (let from = 0; from < figures.length; from += BATCH) {
      const rows = figures.slice(from, from + BATCH).map(({ row: _row, ...figure }) => ({
        ...figure,
        id: mintId(Date.parse(about.now)),
        period_from: boundsOf(figure.period).from,
        source_title: about.title,
        entered_at: about.now,
        batch: about.batch,
        digest: createHash('sha256')
          .update(canonicalJson({ ...figure, title: about.title }))
          .digest('hex'),
      }))
      const { rows: kept } = await sql<{ id: string }>`
        insert into figure_entry (id, definition, period, period_from, country, key, status, value, low, high, source,
          source_title, note, entered_at, batch, digest)
        select id, definition, period, period_from, country, key, status, value, low, high, source, source_title, note,
          entered_at, batch, digest
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (id uuid, definition text, period text,
          period_from date, country text, key jsonb, status text, value numeric, low numeric, high numeric, source text,
          source_title text, note text, entered_at timestamptz, batch text, digest text)
        on conflict (digest) where batch is not null do nothing returning id`.execute(tx)
      imported += kept.length
      progress({ done: Math.min(from + BATCH, figures.length), of: figures.length })
    }
    return { imported, alreadyThere: figures.length - imported }
  })
