import type { Migration } from '../../platform/database/index.ts'
import { cases } from './0100-cases.ts'
import { rewraps } from './0732-rewraps.ts'
import { openingsEnd } from './0833-openings-end.ts'

export const caseworkMigrations: readonly Migration[] = [cases, rewraps, openingsEnd]
