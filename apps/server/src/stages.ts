import { cardStage } from './card/index.ts'
import { caseworkStage } from './casework/index.ts'
import { erasureStage } from './erasure/index.ts'
import { figuresStage } from './figures/index.ts'
import { handoverStage } from './handover/index.ts'
import { intakeStage } from './intake/index.ts'
import { libraryStage } from './library/index.ts'
import { network } from './network/index.ts'
import { platformMigrations } from './platform/database/index.ts'
import type { Migration } from './platform/database/index.ts'
import { referralStage } from './referral/index.ts'
import type { Stage } from './platform/stage.ts'
import { trainingStage } from './training/index.ts'

/** The stages of the work, in the order they are plugged in. */
export const stages: readonly Stage[] = [
  network,
  libraryStage(),
  caseworkStage,
  trainingStage,
  intakeStage,
  referralStage,
  cardStage,
  erasureStage,
  figuresStage,
  // Acts on messages as soon as it has started: whoever handles some of them stands before it.
  handoverStage(),
]

/** All migrations of the server; their numbers give the one order. */
export const migrations: readonly Migration[] = [
  ...platformMigrations,
  ...stages.flatMap((stage) => stage.migrations ?? []),
]
