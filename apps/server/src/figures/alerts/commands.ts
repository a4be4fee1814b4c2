import { asSystem } from '../../platform/database/index.ts'
import type { HandlerOutcome } from '../../platform/commands/registry.ts'
import type { Platform, Register } from '../../platform/stage.ts'
import type { Figures } from '../figures.ts'
import { recipientsOf, sendRelease } from '../published/send.ts'
import { roadOf } from '../regional/commands.ts'
import { looksLikeSomebody } from '../words.ts'
import { EARLY_WARNING, isTellable, releaseAlert, toldOf } from './release.ts'
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

  register.command('alert.release', async ({ tx, who, body, now }) => {
    if (!who.functions.includes('national_coordinator')) return notCoordinator
    const road = await roadOf(platform)
    if (road === undefined) return refused('no_signing_key', 'Give this instance its signing key and its trust list.')
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
      const release = await figures.readIn(tx, who.language, (reading) =>
        releaseAlert(reading, {
          alertId: alert.id,
          told: toldOf(alert.definition, alert.found),
          instanceId: figures.instanceId,
          key: road.key,
          by: who.memberId,
        }),
      )
      // The others can look for the same at home: every country is told, and the secretariat.
      const peers = recipientsOf(road.list, figures.instanceId, 'alerts')
      await sendRelease(road.send, tx, {
        of: { alertReleaseId: release.id },
        name: EARLY_WARNING,
        period: release.period,
        signed: release.signed,
        peers,
        by: who.memberId,
        now,
      })
      return { status: 'accepted', result: { handedTo: peers } }
    })
  })
}
