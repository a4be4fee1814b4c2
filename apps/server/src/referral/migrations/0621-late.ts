import type { Migration } from '../../platform/database/index.ts'

/** Those who sent a referral look for what nobody has acknowledged in time. */
export const late: Migration = {
  id: '0621-late',
  sql: `create index referral_late on referral (from_unit, due_at) where status = 'sent';`,
}
