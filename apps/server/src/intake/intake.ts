import type { OwnScreening } from '@ariadne/contract'
import { intakeRoutes, reads } from '@ariadne/contract'
import { canonicalJson, plusDays, sha256 } from '@ariadne/domain'
import type { Refusal } from '@ariadne/domain'
import { z } from 'zod'
import { readCursor, targetsFor, writeCursor } from '../casework/index.ts'
import { stamp } from '../platform/clock.ts'
import { shiftBack } from '../platform/clock-skew.ts'
import { withActor } from '../platform/database/index.ts'
import type { Tx } from '../platform/database/index.ts'
import { notFound } from '../platform/problem.ts'
import type { Platform, Stage } from '../platform/stage.ts'
import { trainingOf } from '../training/index.ts'
import { addShift, listShifts, removeShift } from './shifts.ts'
import { judgeScreening } from './judge-screening.ts'
import { intakeMigrations } from './migrations/index.ts'
import { createAlarms, UNANSWERED, WIDENS } from './alarm/alarms.ts'
import type { Alarms } from './alarm/alarms.ts'
import { PLACE_ENDS } from './alarm/caller.ts'
import { viewAlarm, viewOwnAlarms } from './alarm/view.ts'
import type { ReferralOfAlarm } from './alarm/view.ts'
import { listDuty, recordCall } from './duty.ts'
import { learningOf } from './learning/routes.ts'
import { keepThread, noSecondLook } from './look-again.ts'
import { createRingers, RING, ringerRoutes } from './ringer/index.ts'
import { outsideRoutes } from './outside/routes.ts'
import { intakeQueues } from './queues.ts'
import { findTogether, findResult, keepScreening, listReceipts } from './store.ts'

const PAGE = 50
/** How long one's own talks can be told apart by more than their minute. */
const KNOWN_AGAIN_DAYS = 14
const Cursor = z.tuple([z.iso.datetime({ precision: 3 }), z.uuid()])

/** What became of screenings by referral, from the stage that refers; runs as the member who made them. */
export type ReferralLookup = (
  tx: Tx,
  screeningIds: readonly string[],
  language: string,
) => Promise<ReadonlyMap<string, NonNullable<OwnScreening['referral']>>>

export type Intake = {
  /** The coded result of a screening, for the unit its referral reached. */
  findResult: typeof findResult
  findTogether: typeof findTogether
  /** The person of an alarm was referred. Runs as the instance. */
  referred: Alarms['referred']
  connectReferrals: (lookup: ReferralLookup, ofAlarm: ReferralOfAlarm) => void
}

export const intakeOf = (platform: Pick<Platform, 'services'>): Intake => {
  const door = platform.services.get('intake') as Intake | undefined
  if (door === undefined) throw new Error('The intake stage has to start before the stages that use it.')
  return door
}

/** Lowering by hand is what a course opens; raising never is. */
const atLowering = (refusal: (Refusal & { remedy?: string }) | null): (Refusal & { remedy?: string }) | null =>
  refusal && { ...refusal, field: 'loweredBecause' }

/** Screenings: checked with the same rules as on the device, kept, and receipted to whoever made them. */
export const intakeStage: Stage = {
  name: 'intake',
  migrations: intakeMigrations,
  start: async (platform, register) => {
    let referrals: ReferralLookup = async () => new Map()
    let referralOf: ReferralOfAlarm = async () => undefined
    const training = trainingOf(platform)
    const { db, due, clock } = platform
    const ringers = await createRingers({
      db,
      jobs: platform.jobs,
      log: platform.log,
      now: () => clock.now(),
      push: platform.config.push,
    })
    ringerRoutes(platform, register)
    platform.jobs.handle(RING, ringers.ring, { retries: 3 })
    const alarms = createAlarms({
      due,
      called: ringers.called,
      instanceId: platform.config.instance.id,
      targets: () => targetsFor(platform),
    })
    due.handle(UNANSWERED, (tx, alarmId) => alarms.escalate(tx, alarmId, stamp(clock)))
    due.handle(WIDENS, (tx, alarmId) => alarms.widen(tx, alarmId))
    due.handle(PLACE_ENDS, alarms.endPlace)
    platform.services.set('intake', {
      findResult,
      findTogether,
      referred: alarms.referred,
      connectReferrals: (lookup, ofAlarm) => {
        referrals = lookup
        referralOf = ofAlarm
      },
    } satisfies Intake)

    register.command('screening.submit', async ({ tx, who, now, skewMs, body: { screening } }) => {
      const { by } = screening
      const hasSeat = who.memberships.some((one) => one.unitId === by.unitId && one.functions.includes(by.function))
      if (by.instanceId !== platform.config.instance.id || by.memberId !== who.memberId || !hasSeat)
        return {
          status: 'refused',
          code: 'actor_differs',
          field: 'screening.by',
          remedy: 'Send a screening as yourself, for a unit you belong to, in a function you have there.',
        }
      const set = platform.content.sets.find(
        (one) => one.set.id === screening.setId && one.set.version === screening.setVersion,
      )?.set
      const refusal =
        judgeScreening(screening, set, now, skewMs) ??
        (await (screening.loweredBecause === null
          ? null
          : training.judge(tx, who, 'lowering_by_hand', shiftBack(screening.finishedAt, skewMs)).then(atLowering)))
      if (refusal)
        return {
          status: 'refused',
          code: refusal.code,
          ...(refusal.field === undefined ? {} : { field: `screening.${refusal.field}` }),
          ...(refusal.remedy === undefined ? {} : { remedy: refusal.remedy }),
          ...(refusal.mayInstead === undefined ? {} : { mayInstead: [...refusal.mayInstead] }),
        }
      const kept = await keepScreening(tx, screening, await sha256(canonicalJson(screening)), now, skewMs)
      if (kept === 'kept') {
        await keepThread(tx, screening, now)
        await alarms.raiseFor(tx, screening, now, skewMs)
      }
      return kept === 'other'
        ? {
            status: 'refused',
            code: 'screening_id_reused',
            field: 'screening.screeningId',
            remedy: 'This id was used for another screening. Give the changed one an id of its own.',
          }
        : { status: 'accepted', result: { screeningId: screening.screeningId } }
    })

    register.command('screening.no_second_look', noSecondLook)
    register.command('alarm.raise', alarms.raise)
    register.command('alarm.tell', alarms.tell)
    register.command('alarm.place', alarms.place)
    register.command('alarm.call_off', alarms.callOff)
    register.command('alarm.answer', alarms.answer)
    register.command('alarm.open_place', alarms.openPlace, { resultAgain: alarms.openedPlaceAgain })
    register.command('ringer.on', ringers.on)
    register.command('ringer.off', ringers.off)
    register.command('ringer.try', ringers.tryOut)
    register.command('duty.called', recordCall)
    register.command('duty.shift_add', addShift)
    register.command('duty.shift_remove', removeShift)
    register.queues(intakeQueues)
    outsideRoutes(platform, register, alarms)
    learningOf(platform, register)

    register.signedIn(intakeRoutes.ownAlarms, async (c, who) => {
      const from = plusDays(stamp(clock), -1)
      return c.json({ alarms: await withActor(db, who.actor, (tx) => viewOwnAlarms(tx, who, from, referralOf)) }, 200)
    })
    register.signedIn(intakeRoutes.alarm, async (c, who) => {
      const view = await withActor(db, who.actor, (tx) => viewAlarm(tx, c.req.valid('param').alarmId, who, referralOf))
      if (view === undefined) throw notFound('alarm')
      return c.json(view, 200)
    })
    register.signedIn(intakeRoutes.duty, async (c, who) =>
      c.json(
        await withActor(db, who.actor, async (tx) => {
          const { alarmAnswerMinutes: answer, alarmPassOnMinutes: passOn } = targetsFor(platform)
          const now = stamp(clock)
          return {
            contacts: await listDuty(tx, who, now),
            shifts: await listShifts(tx, who, now),
            minutes: { answer, passOn },
            ringKey: ringers.publicKey,
          }
        }),
        200,
      ),
    )
    register.signedIn(reads.screenings, async (c, who) => {
      const after = readCursor(Cursor, c.req.valid('query').after)
      const page = await withActor(db, who.actor, async (tx) => {
        const receipts = await listReceipts(tx, after, PAGE + 1, plusDays(stamp(clock), -KNOWN_AGAIN_DAYS))
        const shown = receipts.slice(0, PAGE)
        const found = await referrals(
          tx,
          shown.map((one) => one.screeningId),
          who.language,
        )
        const last = shown.at(-1)
        return {
          entries: shown.map((one) => ({ ...one, received: true, referral: found.get(one.screeningId) ?? null })),
          next: receipts.length > PAGE && last ? writeCursor([last.finishedAt, last.screeningId]) : null,
        }
      })
      return c.json(page, 200)
    })
  },
}
