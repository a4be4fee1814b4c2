import { FeedbackCount, SetLearned } from '@ariadne/contract'
import { sql } from 'kysely'
import { z } from 'zod'
import { handoverOf } from '../../handover/index.ts'
import { networkOf } from '../../network/index.ts'
import type { MessageHandler, NetworkDoor } from '../../network/index.ts'
import { stamp } from '../../platform/clock.ts'
import { asSystem } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import type { Platform, Register } from '../../platform/stage.ts'
import { listFeedback } from './feedback.ts'
import { countQuarter } from './fired.ts'
import { BEYOND, learnedFrom } from './learned.ts'
import { quartersBefore } from './quarters.ts'

const KIND = 'learning.told'

/** What travels: counts that are safe beyond the country, and how often something was said of a sign. No note does. */
const Told = z.strictObject({
  quarter: z.string().regex(/^\d{4}-Q[1-4]$/),
  threshold: z.int().min(BEYOND),
  sets: z.array(SetLearned).max(200),
  feedback: z.array(FeedbackCount).max(500),
})
type Told = z.infer<typeof Told>

/** Every count in what a country tells: none may be so small that it points at somebody. */
const countsIn = ({ sets }: Told): (number | null)[] =>
  sets.flatMap(({ screenings, signs }) => [
    screenings,
    ...signs.flatMap(({ cameOf, notKnown, lowered, by }) => [
      ...Object.values(cameOf),
      notKnown,
      lowered,
      ...Object.values(by).flatMap((groups) => (groups ?? []).map(({ fired }) => fired)),
    ]),
  ])

export const findTold = (tx: Tx, quarter: string): Promise<string | null> =>
  asSystem(tx, async () => {
    const { rows } = await sql<{ at: string }>`
      select told_at as at from learning_told where quarter = ${quarter}`.execute(tx)
    return rows[0]?.at ?? null
  })

type Heard = { country: string; toldAt: string } & Omit<Told, 'quarter'>

export const listHeard = (tx: Tx, quarter: string): Promise<Heard[]> =>
  asSystem(tx, async () => {
    const { rows } = await sql<{ country: string; at: string; body: Told }>`
      select country, told_at as at, body from learning_heard where quarter = ${quarter} order by country`.execute(tx)
    return rows.map(({ country, at, body: { threshold, sets, feedback } }) => ({
      country,
      toldAt: at,
      threshold,
      sets,
      feedback,
    }))
  })

/** At the secretariat: what a country told of a quarter. The first word stands. */
const takeTold =
  ({ trust }: NetworkDoor, platform: Platform): MessageHandler =>
  async (tx, { from, body }) => {
    const member = trust.lastList()?.members.find(({ id }) => id === from)
    if (platform.config.instance.kind !== 'secretariat') return { ok: false, code: 'not_the_secretariat' }
    if (!member?.country) return { ok: false, code: 'not_a_country' }
    const { at, ...rest } = body
    const [told, toldAt] = [Told.safeParse(rest), z.iso.datetime({ precision: 3 }).safeParse(at)]
    if (!told.success || !toldAt.success) return { ok: false, code: 'body_invalid' }
    const { threshold } = told.data
    if (countsIn(told.data).some((count) => count !== null && count > 0 && count < threshold))
      return { ok: false, code: 'not_safe' }
    await sql`insert into learning_heard (from_instance, country, quarter, body, told_at, heard_at)
      values (${from}, ${member.country}, ${told.data.quarter}, ${JSON.stringify(told.data)}::jsonb, ${toldAt.data},
        ${stamp(platform.clock)}) on conflict do nothing`.execute(tx)
    return { ok: true }
  }

/** How a country tells the secretariat what signs led to, and how the secretariat hears it. */
export const registerTelling = (platform: Platform, register: Pick<Register, 'command'>): void => {
  if (!platform.services.has('network')) return
  const network = networkOf(platform)
  network.messages.on(KIND, takeTold(network, platform))

  register.command('learning.tell', async ({ tx, who, now, body }) => {
    if (!who.functions.includes('national_coordinator'))
      return { status: 'refused', code: 'not_your_function', remedy: 'The national coordinator can do this.' }
    const quarter = quartersBefore(now).find(({ name }) => name === body.quarter)
    if (!quarter)
      return { status: 'refused', code: 'quarter_not_over', field: 'quarter', remedy: 'Name a quarter that is over.' }
    if ((await findTold(tx, quarter.name)) !== null)
      return { status: 'refused', code: 'told_already', field: 'quarter', remedy: 'A quarter is told once.' }
    const secretariat = network.trust.lastList()?.members.find(({ kind }) => kind === 'secretariat')
    const road = handoverOf(platform)
    if (!secretariat || !road)
      return { status: 'refused', code: 'no_signing_key', remedy: 'Give this instance its key and its trust list.' }
    return asSystem(tx, async () => {
      const told: Told = {
        quarter: quarter.name,
        threshold: BEYOND,
        sets: await learnedFrom(await countQuarter(tx, quarter), BEYOND, platform.audits),
        feedback: (await listFeedback(tx, quarter)).map(({ setId, setVersion, sign, code, count }) => ({
          setId,
          setVersion,
          sign,
          code,
          count,
        })),
      }
      await sql`insert into learning_told (quarter, body, by_member, told_at)
        values (${quarter.name}, ${JSON.stringify(told)}::jsonb, ${who.memberId}, ${now})`.execute(tx)
      await road.send(tx, {
        peer: secretariat.id,
        thread: `learning-${quarter.name.toLowerCase()}`,
        kind: KIND,
        body: { ...told, at: now },
        purpose: 'statistics',
      })
      return { status: 'accepted', result: { handedTo: secretariat.id } }
    })
  })
}
