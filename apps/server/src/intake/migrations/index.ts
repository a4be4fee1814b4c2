import type { Migration } from '../../platform/database/index.ts'
import { screenings } from './0120-screenings.ts'
import { ways } from './0620-ways.ts'
import { learning } from './0690-learning.ts'
import { learningTold } from './0770-learning-told.ts'
import { shifts } from './0757-shifts.ts'
import { seats } from './0785-seats.ts'
import { shiftSeats } from './0835-shift-seats.ts'
import { ringers } from './0840-ringers.ts'
import { ringersEnd } from './0841-ringers-end.ts'
import { alarmWords } from './0850-alarm-words.ts'
import { ringersShared } from './0870-ringers-shared.ts'

export const intakeMigrations: readonly Migration[] = [
  screenings,
  ways,
  learning,
  shifts,
  learningTold,
  seats,
  shiftSeats,
  ringers,
  ringersEnd,
  alarmWords,
  ringersShared,
]
