import type { Migration } from '../../platform/database/index.ts'
import { cases } from './0100-cases.ts'

export const caseworkMigrations: readonly Migration[] = [cases]
