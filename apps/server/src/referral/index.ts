export { referralMigrations } from './migrations/index.ts'
export { referralStage } from './stage.ts'
