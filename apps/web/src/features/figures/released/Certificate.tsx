import type { Api } from '@ariadne/contract'
import { useFormat } from '../../../lib/i18n/format.ts'
import { T } from '../../../lib/i18n/text.tsx'
import { Digest } from './Digest.tsx'

type Release = Api['GET /api/figures/releases']['response']['releases'][number]

/** What was audited before a release, in sentences, with the marks by which anyone can do it again and compare. */
export const Certificate = ({ release }: { release: Release }) => {
  const format = useFormat()
  const { certificate, digest } = release
  return (
    <div className="stack small certificate">
      <p>
        {certificate.method === 'suppress' && (
          <T
            id="figures.certificate.suppress"
            values={{
              threshold: certificate.threshold,
              k: certificate.k,
              past: certificate.past,
              suppressed: release.suppressed,
            }}
          />
        )}
        {certificate.method === 'round' && (
          <T id="figures.certificate.round" values={{ base: certificate.base, past: certificate.past }} />
        )}
        {certificate.method === 'noise' && (
          <T
            id="figures.certificate.noise"
            values={{ epsilon: certificate.epsilon, off: format.number(Math.round(certificate.off)) }}
          />
        )}
      </p>
      {certificate.method !== 'noise' && (
        <p className="quiet">
          {certificate.narrowest === null ? (
            <T id="figures.certificate.unbounded" />
          ) : (
            <T
              id="figures.certificate.narrowest"
              values={{ width: format.number(Math.round(certificate.narrowest * 10) / 10) }}
            />
          )}{' '}
          <bdi dir="ltr">{certificate.solver}</bdi>
        </p>
      )}
      <p className="quiet">
        <T
          id="figures.certificate.digests"
          values={{ table: <Digest of={certificate.tableDigest} />, cells: <Digest of={digest} /> }}
        />
      </p>
    </div>
  )
}
