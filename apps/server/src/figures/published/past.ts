import type { PublishedBefore } from '@ariadne/disclosure'
import type { Tx } from '../../platform/database/index.ts'
import { publishedTables } from './tables.ts'

/** Everything that was released before. Every further release is audited against all of it. */
export type Past = {
  /** What stands for each release, in their order: a release is never changed. */
  names: readonly string[]
  /** The releases as anybody has them. They are many and large: read where something is to be worked out. */
  load: () => Promise<PublishedBefore[]>
}

export const pastOf = async (tx: Tx): Promise<Past> => {
  const rows = await publishedTables(tx)
    .selectFrom('figure_release')
    .select('id')
    .orderBy('released_at')
    .orderBy('id')
    .execute()
  return { names: rows.map(({ id }) => id), load: () => publishedBefore(tx) }
}

export const publishedBefore = async (tx: Tx): Promise<PublishedBefore[]> => {
  const rows = await publishedTables(tx)
    .selectFrom('figure_release')
    .select(['report', 'year', 'version', 'published', 'certificate', 'method'])
    .orderBy('released_at')
    .orderBy('id')
    .execute()
  return rows.map(({ report, year, version, published, certificate, method }): PublishedBefore => {
    const one = { name: `${report} ${year}, ${version}`, table: published }
    return method === 'round' && certificate.method === 'rounding'
      ? { ...one, method, base: certificate.rule.base, farthest: certificate.farthest }
      : { ...one, method: method === 'noise' ? 'noise' : 'suppress' }
  })
}
