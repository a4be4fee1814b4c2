export { referralStage } from './stage.ts'
