import { useEffect, useState } from 'react'
import { useRead } from '../lib/api/useRead.ts'
import { useFormat } from '../lib/i18n/format.ts'
import { T, useT } from '../lib/i18n/text.tsx'

/** Most answers are there before anybody could read that they are not. */
const SOON_MS = 1_000

/** While the server works out what of some figures may be told: how far it is, once it takes over a second. */
export const AuditProgress = () => {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SOON_MS)
    return () => clearTimeout(timer)
  }, [])
  return isLate ? <Progress /> : null
}

const Progress = () => {
  const t = useT()
  const format = useFormat()
  const read = useRead('GET /api/figures/audits', {}, { keep: false, every: SOON_MS })
  const { running, waiting, limitSeconds } =
    read.state === 'ready' ? read.data : { running: null, waiting: 0, limitSeconds: 0 }
  return (
    <div className="stack audit-progress">
      <p role="status">
        <T id="reading.audit" />
      </p>
      {running && (
        <>
          <progress aria-label={t('reading.audit.share')} value={running.share} />
          <p className="small quiet">
            <T
              id="reading.audit.running"
              values={{
                share: format.percent(Math.round(running.share * 100) / 100),
                seconds: running.seconds,
                limit: limitSeconds,
              }}
            />
            {waiting > 0 && (
              <>
                {' '}
                <T id="reading.audit.waiting" values={{ waiting }} />
              </>
            )}
          </p>
        </>
      )}
    </div>
  )
}
