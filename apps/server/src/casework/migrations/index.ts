import type { Migration } from '../../platform/database/index.ts'
import { cases } from './0100-cases.ts'
import { rewraps } from './0732-rewraps.ts'

export const caseworkMigrations: readonly Migration[] = [cases, rewraps]
