import { asSystem } from '../../platform/database/index.ts'
import type { HandlerOutcome } from '../../platform/commands/registry.ts'
import type { Platform, Register } from '../../platform/stage.ts'
import { networkOf } from '../../network/index.ts'
import type { Figures } from '../figures.ts'
import { deliverRelease } from '../regional/commands.ts'
import { looksLikeSomebody } from '../words.ts'
import { isTellable, releaseAlert, toldOf } from './release.ts'
import { alertTables } from './tables.ts'

const refused = (code: string, remedy: string, field?: string): HandlerOutcome => ({
  status: 'refused',
  code,
  remedy,
  ...(field === undefined ? {} : { field }),
})
const notCoordinator = refused('not_your_function', 'The national coordinator can do this.')
const unknown = refused('not_found', 'Load the page again: there is no such alert here.', 'alertId')

export const registerAlertCommands = (
  register: Pick<Register, 'command'>,
  figures: Figures,
  platform: Platform,
): void => {
  register.command('alert.look', async ({ tx, who, body, now }) => {
    if (!who.functions.includes('national_coordinator')) return notCoordinator
    if (body.note !== null && looksLikeSomebody(body.note))
      return refused(
        'names_someone',
        'Write what was found out, not about whom: no name, no number, no address.',
        'note',
      )
    return asSystem(tx, async (): Promise<HandlerOutcome> => {
      const tables = alertTables(tx)
      const alert = await tables.selectFrom('alert').select('id').where('id', '=', body.alertId).executeTakeFirst()
      if (alert === undefined) return unknown
      await tables
        .insertInto('alert_look')
        .values({
          id: body.lookId,
          alert_id: body.alertId,
          by_member: who.memberId,
          at: now,
          finding: body.finding,
          note: body.note,
        })
        .execute()
      return { status: 'accepted' }
    })
  })

  register.command('alert.release', async ({ tx, who, body, afterCommit }) => {
    if (!who.functions.includes('national_coordinator')) return notCoordinator
    const network = platform.services.has('network') ? networkOf(platform) : undefined
    const key = network?.keys?.signing
    if (network === undefined || key === undefined)
      return refused('no_signing_key', 'Give this instance its signing key and its trust list.')
    return asSystem(tx, async (): Promise<HandlerOutcome> => {
      const tables = alertTables(tx)
      const alert = await tables.selectFrom('alert').selectAll().where('id', '=', body.alertId).executeTakeFirst()
      if (alert === undefined) return unknown
      const before = await tables
        .selectFrom('alert_release')
        .select('id')
        .where('alert_id', '=', body.alertId)
        .executeTakeFirst()
      if (before !== undefined) return { status: 'accepted' }
      if (!isTellable(alert.found))
        return refused('too_few_to_tell', 'It is about very few people. Speak with the other country about the cases.')
      const signed = await figures.readIn(tx, who.language, (reading) =>
        releaseAlert(reading, {
          alertId: alert.id,
          told: toldOf(alert.definition, alert.found),
          instanceId: figures.instanceId,
          key,
          by: who.memberId,
        }),
      )
      await network.trust.refresh()
      const status = network.trust.status()
      const secretariat = status.fresh ? status.list.members.find((member) => member.kind === 'secretariat') : undefined
      if (secretariat !== undefined)
        afterCommit(() => {
          void deliverRelease(secretariat.baseUrl, signed).then((isThere) => {
            if (!isThere) platform.log.warn({ alert: alert.id }, 'alert not delivered')
          })
        })
      return { status: 'accepted', result: { handedTo: secretariat?.id ?? null } }
    })
  })
}
