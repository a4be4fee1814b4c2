import type { Migration } from '../../platform/database/index.ts'
import { referrals } from './0140-referrals.ts'
import { late } from './0621-late.ts'

export const referralMigrations: readonly Migration[] = [referrals, late]
