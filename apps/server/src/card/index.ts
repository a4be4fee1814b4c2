export { cardStage } from './stage.ts'
