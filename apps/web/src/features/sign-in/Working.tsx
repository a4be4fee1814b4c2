import { T } from '../../lib/i18n/text.tsx'

/** Deriving keys takes a moment, longer on an old telephone; it is said, and the page stays alive meanwhile. */
export const Working = ({ on }: { on: boolean }) => (
  <p className="quiet small door-working" role="status">
    {on && <T id="signIn.working" />}
  </p>
)
