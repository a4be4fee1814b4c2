import { answering } from '../answering.ts'
import { slow } from './slow.ts'

answering(slow)
