import { T } from '../../../lib/i18n/text.tsx'
import type { Flow } from './flow.ts'

/** What every step of the opening has in its frame. */
export const common = (flow: Flow) => ({
  titleId: 'referral.opening.title',
  caption: <T id="referral.opening.title" />,
  back: flow.back,
  saving: flow.saving,
})
