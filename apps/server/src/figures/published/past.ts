import type { PastRelease, PublishedBefore } from '@ariadne/disclosure'
import type { Tx } from '../../platform/database/index.ts'
import { publishedTables } from './tables.ts'

/** Everything that was released before, as anybody has it: every further release is audited against all of it. */
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

/** The same as bounds on true figures: a rounded one lies near what is shown; noise bounds nothing. */
export const pastReleases = async (tx: Tx): Promise<PastRelease[]> => {
  const { asKnown } = await import('@ariadne/disclosure')
  return asKnown(
    (await publishedBefore(tx)).filter(({ method }) => method !== 'noise'),
    'counts',
  )
}
