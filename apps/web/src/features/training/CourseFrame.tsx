import type { ReactNode } from 'react'
import { T } from '../../lib/i18n/text.tsx'

/** How far one has come, on every page of a course. */
export const CourseFrame = ({ at, of, children }: { at: number; of: number; children: ReactNode }) => (
  <div className="course-player">
    <p className="course-step">
      <T id="training.page" values={{ at: at + 1, of }} />
    </p>
    <progress className="course-thread" max={of} value={at + 1} aria-hidden="true" />
    {children}
  </div>
)
