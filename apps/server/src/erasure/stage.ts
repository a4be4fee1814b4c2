import { erasureRoutes } from '@ariadne/contract'
import type { CaseId } from '@ariadne/domain'
import { sql } from 'kysely'
import { caseworkOf, dropParts, findStanding } from '../casework/index.ts'
import { handoverOf } from '../handover/index.ts'
import { networkOf } from '../network/index.ts'
import { stamp } from '../platform/clock.ts'
import type { HandlerOutcome } from '../platform/commands/registry.ts'
import { asSystem, withActor } from '../platform/database/index.ts'
import type { Tx } from '../platform/database/index.ts'
import { notFound } from '../platform/problem.ts'
import type { Platform, Register, Stage } from '../platform/stage.ts'
import { erasures } from './migrations/0760-erasures.ts'
import { erasureSeats } from './migrations/0836-erasure-seats.ts'
import { ANSWERED, ASKED, answerPeer, takeAnswered, takeAsked, tellPeers } from './peers.ts'
import { erasureQueues } from './queue.ts'
import { findAsked, findCoordinating, mayAnswer, mayConfirm, obstacleOf, viewErasure } from './view.ts'

const refuse = (code: string, field: string, remedy: string): HandlerOutcome => ({
  status: 'refused',
  code,
  field,
  remedy,
})
const notYours = refuse(
  'not_your_function',
  'caseId',
  'A case coordinator of the unit that works on the case can do this.',
)
const notAsked = refuse('erasure_not_asked', 'caseId', 'Nobody asks for this any more. Load the page again.')

/** How long this country keeps closed cases; null while nobody has confirmed it. */
const periodOf = ({ content, config }: Pick<Platform, 'content' | 'config'>): string | null =>
  content.countries
    .find((one) => one.country === config.instance.country)
    ?.retention.find((one) => one.what === 'case_closed')?.period.value ?? null

/** What referral and screening still tie to the person: sealed parts, and the code of the card they were given. */
const untie = async (tx: Tx, referralId: string | null): Promise<void> => {
  if (referralId === null) return
  await dropParts(tx, referralId)
  await sql`update screening set card_code_hash = null
    where screening_id in (select screening_id from referral where referral_id = ${referralId})`.execute(tx)
}

const registerCommands = (platform: Platform, register: Pick<Register, 'command'>): void => {
  const casework = caseworkOf(platform)
  register.command('erasure.ask', async ({ tx, who, now, body: { caseId, reason } }) => {
    const standing = await findStanding(tx, caseId)
    const unitId = await findCoordinating(tx, who, caseId)
    if (standing === undefined || unitId === undefined) return notYours
    if (obstacleOf(standing.state) !== null)
      return refuse('case_not_erasable', 'caseId', 'Close the case first, and end every handover.')
    if (await findAsked(tx, caseId))
      return refuse('erasure_asked_already', 'caseId', 'A colleague asked for it already.')
    await asSystem(tx, () =>
      sql`insert into erasure (case_id, unit_id, reason, asked_by, asked_at)
        values (${caseId}, ${unitId}, ${reason}, ${who.memberId}, ${now})`.execute(tx),
    )
    return { status: 'accepted' }
  })
  register.command('erasure.withdraw', async ({ tx, who, body: { caseId } }) => {
    const asked = await findAsked(tx, caseId)
    if (asked === undefined) return notAsked
    if (asked.askedBy !== who.memberId && !mayConfirm(who, asked)) return notYours
    await asSystem(tx, () => sql`delete from erasure where case_id = ${caseId} and confirmed_at is null`.execute(tx))
    return { status: 'accepted' }
  })
  register.command('erasure.confirm', async ({ tx, who, now, body: { caseId } }) => {
    const asked = await findAsked(tx, caseId)
    if (asked === undefined || (await findStanding(tx, caseId)) === undefined) return notAsked
    if (!mayConfirm(who, asked))
      return refuse('second_person_needed', 'caseId', 'Somebody else of the same unit has to confirm it.')
    await asSystem(tx, () =>
      sql`update erasure set confirmed_by = ${who.memberId}, confirmed_at = ${now} where case_id = ${caseId}`.execute(
        tx,
      ),
    )
    return { status: 'accepted', result: await casework.erase(tx, caseId) }
  })
  register.command('erasure.answer', async ({ tx, who, now, body: { handoverId, answer } }) => {
    const { rows } = await sql<{ caseId: string; peer: string }>`
      select case_id as "caseId", peer from erasure_heard
      where handover_id = ${handoverId} and answer is null`.execute(tx)
    const [heard] = rows
    if (heard === undefined) return notAsked
    if (!(await mayAnswer(tx, who, heard.caseId))) return notYours
    const send = handoverOf(platform)?.send
    if (!send) return refuse('no_signing_key', 'handoverId', 'Give this instance its key and its trust list.')
    return asSystem(tx, async () => {
      await sql`update erasure_heard set answer = ${answer}, answered_by = ${who.memberId}, answered_at = ${now}
        where handover_id = ${handoverId}`.execute(tx)
      await answerPeer(tx, send, { peer: heard.peer, handoverId, answer })
      return { status: 'accepted' }
    })
  })
}

/** The end of a case: two people erase what it says, and the countries that hold copies are asked to do the same. */
export const erasureStage: Stage = {
  name: 'erasure',
  migrations: [erasures, erasureSeats],
  start: (platform, register) => {
    const { db, clock } = platform
    const now = () => stamp(clock)
    const network = platform.services.has('network') ? networkOf(platform) : undefined
    const peerName = (id: string) => network?.trust.lastList()?.members.find((one) => one.id === id)?.name ?? id
    caseworkOf(platform).onErased(async (tx, caseId: CaseId, state) => {
      await untie(tx, state.referralId)
      // Only what two people decided is told; erasing by hand, for a test of the chain for one, asks nobody anything.
      const { rows } = await sql`select from erasure where case_id = ${caseId}`.execute(tx)
      if (rows.length > 0) await tellPeers(tx, handoverOf(platform)?.send, { caseId, state, now: now() })
    })
    network?.messages.on(ASKED, takeAsked(now))
    network?.messages.on(ANSWERED, takeAnswered(now))
    registerCommands(platform, register)
    register.queues(erasureQueues(() => periodOf(platform), now))
    register.signedIn(erasureRoutes.erasure, async (c, who) => {
      const { caseId } = c.req.valid('param')
      const view = await withActor(db, who.actor, (tx) =>
        viewErasure(tx, who, caseId, { period: periodOf(platform), peerName }),
      )
      if (view === undefined) throw notFound('case')
      return c.json(view, 200)
    })
  },
}
