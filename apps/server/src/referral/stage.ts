import { reads } from '@ariadne/contract'
import type { InstanceId, Targets } from '@ariadne/domain'
import { sql } from 'kysely'
import { caseworkOf, targetsFor } from '../casework/index.ts'
import { intakeOf } from '../intake/index.ts'
import type { ReferralLookup } from '../intake/index.ts'
import { withActor } from '../platform/database/index.ts'
import type { Message } from '../platform/database/index.ts'
import { nameIn } from '../platform/organisation/names.ts'
import { notFound } from '../platform/problem.ts'
import type { Stage } from '../platform/stage.ts'
import { referralMigrations } from './migrations/index.ts'
import { referralQueues } from './queue.ts'
import {
  acknowledgeReferral,
  checkOpening,
  closeOnOpening,
  declineReferral,
  openedAgain,
  openReferralParts,
  redirectReferral,
  sendReferral,
} from './service.ts'
import { findReached, viewReferral } from './view.ts'

/** The referrals that went out with a member's screenings, as the member sees them. */
const ownReferrals: ReferralLookup = async (tx, screeningIds, language) => {
  if (screeningIds.length === 0) return new Map()
  type Row = { screening_id: string; referral_id: string; status: 'sent'; to_unit: Message }
  const { rows } = await sql<Row>`
    select distinct on (r.screening_id) r.screening_id, r.referral_id, r.status, u.name as to_unit
    from referral r join unit u on u.id = coalesce(r.redirected_to, r.to_unit)
    where r.screening_id = any (${[...screeningIds]}::uuid[]) and r.from_member = (select actor_member())
    order by r.screening_id, r.received_at desc`.execute(tx)
  return new Map(
    rows.map((row) => [
      row.screening_id,
      { referralId: row.referral_id, status: row.status, toUnitName: nameIn(row.to_unit, language) },
    ]),
  )
}

/** Referrals inside the country, from being sent to becoming a case. */
export const referralStage: Stage = {
  name: 'referral',
  migrations: referralMigrations,
  start: (platform, register) => {
    const intake = intakeOf(platform)
    const deps = {
      instanceId: platform.config.instance.id as InstanceId,
      targets: (): Targets => targetsFor(platform),
      intake,
    }
    intake.connectReferrals(ownReferrals, findReached)
    const casework = caseworkOf(platform)
    casework.check(checkOpening)
    casework.onAppended(closeOnOpening(deps))

    register.command('referral.send', (context) => sendReferral(deps, context))
    register.command('referral.acknowledge', (context) => acknowledgeReferral(deps, context))
    register.command('referral.decline', (context) => declineReferral(deps, context))
    register.command('referral.redirect', (context) => redirectReferral(deps, context))
    register.command('referral.open_parts', openReferralParts, { resultAgain: openedAgain })
    register.queues(referralQueues)
    register.signedIn(reads.referral, async (c, who) => {
      const { referralId } = c.req.valid('param')
      const view = await withActor(platform.db, who.actor, (tx) => viewReferral(tx, referralId, who, intake))
      if (view === undefined) throw notFound('referral')
      return c.json(view, 200)
    })
  },
}
