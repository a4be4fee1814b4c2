import type { Standing } from '@ariadne/domain/training'
import { Tag } from '../../components/Tag.tsx'
import { When } from '../../components/When.tsx'
import { T } from '../../lib/i18n/text.tsx'

const TONE = { none: 'plain', held: 'good', ending: 'warn', ended: 'warn' } as const

/** Where somebody stands with a course, in a word and a date. */
export const StandingTag = ({ standing: { state, until }, begun }: { standing: Standing; begun: boolean }) => (
  <span className="course-standing">
    <Tag tone={begun && state === 'none' ? 'accent' : TONE[state]}>
      <T id={begun && state === 'none' ? 'training.state.begun' : `training.state.${state}`} />
    </Tag>
    {until && (
      <span className="quiet small">
        <T
          id={state === 'ended' ? 'training.endedOn' : 'training.until'}
          values={{ date: <When key="w" at={until} show="date" /> }}
        />
      </span>
    )}
  </span>
)
