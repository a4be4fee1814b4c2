import { asSystem } from '../../platform/database/index.ts'
import type { Platform, Register } from '../../platform/stage.ts'
import { networkOf } from '../../network/index.ts'
import type { Figures } from '../figures.ts'
import { NotSafe } from '../reports/release.ts'
import { publishReport } from './publish.ts'

const DELIVERY_LIMIT = 20_000

/** Hands the release to the secretariat's instance. What does not get there now is handed in by file, or released again. */
export const deliverRelease = async (baseUrl: string, signed: string): Promise<boolean> => {
  try {
    const response = await fetch(new URL('/exchange/v1/release', baseUrl), {
      method: 'POST',
      headers: { 'Content-Type': 'application/jose' },
      body: signed,
      signal: AbortSignal.timeout(DELIVERY_LIMIT),
    })
    return response.ok
  } catch {
    return false
  }
}

export const registerRelease = (register: Pick<Register, 'command'>, figures: Figures, platform: Platform): void => {
  register.command('figure.release', async ({ tx, who, body, afterCommit }) => {
    if (!who.functions.includes('national_coordinator'))
      return { status: 'refused', code: 'not_your_function', remedy: 'The national coordinator can do this.' }
    const network = platform.services.has('network') ? networkOf(platform) : undefined
    const keys = network?.keys
    if (network === undefined || keys === undefined)
      return {
        status: 'refused',
        code: 'no_signing_key',
        remedy: 'Give this instance its signing key and its trust list.',
      }
    try {
      const release = await figures.readIn(tx, who.language, (reading) =>
        asSystem(tx, () =>
          publishReport(reading, {
            name: body.report,
            year: body.year,
            instanceId: figures.instanceId,
            key: keys.signing,
            by: who.memberId,
          }),
        ),
      )
      const status = network.trust.status()
      const secretariat = status.fresh ? status.list.members.find((member) => member.kind === 'secretariat') : undefined
      if (secretariat !== undefined)
        afterCommit(() => {
          void deliverRelease(secretariat.baseUrl, release.signed).then((isThere) => {
            if (!isThere) platform.log.warn({ report: body.report, year: body.year }, 'release not delivered')
          })
        })
      const { version, cells, suppressed } = release
      return { status: 'accepted', result: { version, cells, suppressed, handedTo: secretariat?.id ?? null } }
    } catch (error) {
      if (!(error instanceof NotSafe)) throw error
      return { status: 'refused', code: 'not_safe', remedy: error.message }
    }
  })
}
