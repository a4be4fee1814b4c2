import type { Tone } from '../../components/Tag.tsx'

const STATUS: Readonly<Record<string, Tone>> = {
  draft: 'accent',
  open: 'good',
  paused: 'warn',
  missing: 'danger',
  moved_on: 'warn',
  transferred_lead: 'accent',
  monitoring: 'accent',
}
export const statusTone = (status: string): Tone => STATUS[status] ?? 'plain'
