export { trainingOf, trainingStage } from './training.ts'
