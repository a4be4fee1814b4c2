import { DEFAULT_TARGETS } from '@ariadne/domain'
import type { InstanceId } from '@ariadne/domain'
import { caseworkOf, targetsFor } from '../casework/index.ts'
import { networkOf } from '../network/index.ts'
import type { Platform, Stage } from '../platform/stage.ts'
import { startWatching } from './alerts/index.ts'
import { registerFigureCommands } from './commands.ts'
import { createFigures } from './figures.ts'
import type { FiguresDeps } from './figures.ts'
import { collectFacts } from './facts/collect.ts'
import { unlinkFacts } from './facts/write.ts'
import { figures as figuresMigration } from './migrations/0640-figures.ts'
import { figuresByDay } from './migrations/0650-figures-by-day.ts'
import { alerts as alertsMigration } from './migrations/0670-alerts.ts'
import { areas as areasMigration } from './migrations/0710-areas.ts'
import { releases as releasesMigration } from './migrations/0720-releases.ts'
import { roadFor } from './published/road.ts'
import { RELEASE } from './published/send.ts'
import { registerRelease } from './regional/commands.ts'
import { takeRelease } from './regional/messages.ts'
import { figureReads } from './routes.ts'

/** Counts collect as well; this keeps what is left for them small. */
const COLLECT_EVERY = 30_000

/** Figures: what is counted from the records, entered beside them, reported and released. */
export const figuresStage: Stage = {
  name: 'figures',
  migrations: [figuresMigration, figuresByDay, alertsMigration, areasMigration, releasesMigration],
  start: (platform, register) => {
    const deps = depsOf(platform)
    const figures = createFigures(deps)
    if (platform.services.has('casework'))
      caseworkOf(platform).onErased(async (tx, caseId) => {
        // What was not counted yet is, over a connection of its own that still sees what is about to be erased.
        await collectFacts(deps)
        await unlinkFacts(tx, caseId)
      })
    const collecting = setInterval(() => {
      collectFacts(deps).catch((error: unknown) => platform.log.error({ err: error }, 'figures'))
    }, COLLECT_EVERY).unref()
    register.onStop(() => clearInterval(collecting))
    registerFigureCommands(register, figures)
    registerRelease(register, figures, platform)
    if (platform.services.has('network')) {
      const { trust, messages } = networkOf(platform)
      messages.on(RELEASE, takeRelease({ trust, clock: platform.clock }))
    }
    const trustList = async () => {
      if (!platform.services.has('network')) return null
      const { trust } = networkOf(platform)
      await trust.refresh()
      const status = trust.status()
      return status.fresh ? status.list : null
    }
    const stillLooking = startWatching(figures, platform, register)
    figureReads(register, figures, { trustList, stillLooking, road: roadFor(platform) })
  },
}

const depsOf = (platform: Platform): FiguresDeps => {
  const { db, clock, config, audits } = platform
  return {
    db,
    clock,
    instanceId: config.instance.id as InstanceId,
    country: config.instance.country ?? '',
    contentDir: config.contentDir,
    audits,
    targets: () => (config.instance.country === undefined ? DEFAULT_TARGETS : targetsFor(platform)),
  }
}
