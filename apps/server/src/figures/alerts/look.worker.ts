import { answering } from '../../platform/apart/answering.ts'
import { look } from './look.ts'

answering({ look })
