import type { LifeStage } from '@ariadne/domain/screening'
import { Tag } from '../../components/Tag.tsx'
import { useFormat } from '../../lib/i18n/format.ts'
import { T } from '../../lib/i18n/text.tsx'
import { STAGE_TONE } from './known.ts'

/** Where a version stands in its life, with the day that matters there. */
export const Stage = ({
  stage,
  lifecycle,
}: {
  stage: LifeStage
  lifecycle?: { effectiveFrom: string | null; retiredFrom?: string | null | undefined }
}) => {
  const format = useFormat()
  const day = stage === 'retired' ? lifecycle?.retiredFrom : lifecycle?.effectiveFrom
  return (
    <span className="sign-stage">
      <Tag tone={STAGE_TONE[stage]}>
        <T id={`signs.stage.${stage}`} />
      </Tag>
      {day && stage !== 'proposed' && stage !== 'in_review' && (
        <span className="quiet small">
          <T id={stage === 'retired' ? 'signs.until' : 'signs.from'} values={{ day: format.day(day) }} />
        </span>
      )}
    </span>
  )
}
