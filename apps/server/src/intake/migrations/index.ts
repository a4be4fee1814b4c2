import type { Migration } from '../../platform/database/index.ts'
import { screenings } from './0120-screenings.ts'

export const intakeMigrations: readonly Migration[] = [screenings]
