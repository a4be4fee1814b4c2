export { erasureStage } from './stage.ts'
