import type { Migration } from '../../platform/database/index.ts'
import { screenings } from './0120-screenings.ts'
import { ways } from './0620-ways.ts'

export const intakeMigrations: readonly Migration[] = [screenings, ways]
