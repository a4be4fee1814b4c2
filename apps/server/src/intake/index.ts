export { intakeOf, intakeStage } from './intake.ts'
export type { Intake, ReferralLookup } from './intake.ts'
export { screenCommands } from './screen/commands.ts'
