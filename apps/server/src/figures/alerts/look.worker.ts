import { parentPort, workerData } from 'node:worker_threads'
import { look } from './look.ts'
import type { Question } from './look.ts'

parentPort?.postMessage(look(workerData as Question))
