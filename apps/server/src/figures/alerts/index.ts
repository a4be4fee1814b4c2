import { networkOf } from '../../network/index.ts'
import type { Platform, Register } from '../../platform/stage.ts'
import type { Figures } from '../figures.ts'
import { registerAlertCommands } from './commands.ts'
import { startLooking } from './look-apart.ts'
import { runWatch } from './run.ts'

/** How often the clock is looked at; the counts are looked at once a day. */
const LOOK_EVERY = 10 * 60_000

export type Watching = () => Promise<void>

/** Early warning: once a day by the instance's clock, and before anybody reads alerts on a day not looked at yet. */
export const startWatching = (figures: Figures, platform: Platform, register: Register): Watching => {
  const countries = async (): Promise<number> => {
    if (!platform.services.has('network')) return 1
    const { trust } = networkOf(platform)
    await trust.refresh()
    return trust.lastList()?.members.filter((member) => member.kind === 'country').length ?? 1
  }
  const apart = startLooking()
  let isStopping = false
  let running: Promise<void> | undefined
  const watchOnce: Watching = () =>
    (running ??= runWatch(figures, { countries, log: platform.log, apart })
      .then(() => undefined)
      .finally(() => {
        running = undefined
      }))
  const nightly = setInterval(() => {
    watchOnce().catch((error: unknown) => {
      if (!isStopping) platform.log.error({ err: error }, 'early warning')
    })
  }, LOOK_EVERY).unref()
  register.onStop(async () => {
    clearInterval(nightly)
    isStopping = true
    await apart.stop()
    await running?.catch(() => undefined)
  })
  registerAlertCommands(register, figures, platform)
  return watchOnce
}

export { readAlerts } from './read.ts'
