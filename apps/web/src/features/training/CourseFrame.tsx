import type { ReactNode } from 'react'
import { WayThread } from '../../components/WayThread.tsx'
import { T } from '../../lib/i18n/text.tsx'

/** How far one has come, on every page of a course. */
export const CourseFrame = ({ at, of, children }: { at: number; of: number; children: ReactNode }) => (
  <div className="course-player">
    <WayThread at={at} of={of}>
      <T id="training.page" values={{ at: at + 1, of }} />
    </WayThread>
    {children}
  </div>
)
