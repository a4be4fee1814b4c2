import { networkOf } from '../../network/index.ts'
import type { Platform, Register } from '../../platform/stage.ts'
import type { Figures } from '../figures.ts'
import { registerAlertCommands } from './commands.ts'
import { startLooking } from './look-apart.ts'
import { runWatch } from './run.ts'

/** How often the clock is looked at; the counts are looked at once a day. */
const LOOK_EVERY = 10 * 60_000

/** A reader waits so long for a look that is under way, and is then told what the one before found. */
const PATIENCE_MS = 5_000

/** Has the day looked at, and says whether that is still under way. Never throws: what fails is in the log. */
export type Watching = () => Promise<boolean>

/** Early warning: once a day by the instance's clock, and when somebody reads alerts on a day not looked at yet. */
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
  const watchOnce = (): Promise<void> =>
    (running ??= runWatch(figures, { countries, log: platform.log, apart })
      .then(() => undefined)
      .catch((error: unknown) => {
        if (!isStopping) platform.log.error({ err: error }, 'early warning')
      })
      .finally(() => {
        running = undefined
      }))
  const nightly = setInterval(() => void watchOnce(), LOOK_EVERY).unref()
  register.onStop(async () => {
    clearInterval(nightly)
    isStopping = true
    await apart.stop()
    await running
  })
  registerAlertCommands(register, figures, platform)
  return async () => {
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(true), PATIENCE_MS)
    })
    const stillLooking = await Promise.race([watchOnce().then(() => false), patience])
    clearTimeout(timer)
    return stillLooking
  }
}

export { readAlerts } from './read.ts'
