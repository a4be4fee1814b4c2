import type { Migration } from '../../platform/database/index.ts'
import { referrals } from './0140-referrals.ts'

export const referralMigrations: readonly Migration[] = [referrals]
