import { answering } from '../apart/answering.ts'
import { works } from './works.ts'

answering(works)
