import type { Migration } from '../../platform/database/index.ts'
import { training } from './0610-training.ts'

export const trainingMigrations: readonly Migration[] = [training]
