import { intakeRoutes } from '@ariadne/contract'
import { sql } from 'kysely'
import { networkOf } from '../../network/index.ts'
import { targetsFor } from '../../casework/index.ts'
import { stamp } from '../../platform/clock.ts'
import { withActor, withSystem } from '../../platform/database/index.ts'
import type { Message, Tx } from '../../platform/database/index.ts'
import { findReachWords, reachLanguages } from '../../platform/content/interview-packs.ts'
import { nameIn } from '../../platform/organisation/names.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import type { Platform, Register } from '../../platform/stage.ts'
import type { Alarms } from '../alarm/alarms.ts'
import {
  closeContact,
  hoursToLook,
  openContactPart,
  openedPartAgain,
  receiveContact,
  stateOfCode,
  takeContact,
  viewContact,
} from './contacts.ts'

/** Kinds of unit that somebody without an account can write to, the first to offer first. None of them enforces anything. */
const REACHABLE = ['nrm_office', 'child_protection', 'victim_support_authority', 'ngo_outreach', 'ngo_support'] as const

type Row = {
  id: string
  name: Message
  kind: (typeof REACHABLE)[number]
  languages: string[]
  phone: string | null
}

const isCalled = async (tx: Tx, contactId: string): Promise<boolean> =>
  (await sql`select from duty_alarm where contact_id = ${contactId}`.execute(tx)).rows.length > 0

/** What can be reached without an account: nothing is asked that says who is asking, and tries are counted by a keyed hash. */
export const outsideRoutes = (platform: Platform, register: Register, alarms: Pick<Alarms, 'raiseOutside'>): void => {
  const { db, clock, config, limiter } = platform
  const { trust } = networkOf(platform)
  const isLive = config.mode === 'live'

  const emergency = (): string | null => {
    const profile = platform.content.countries.find((one) => one.country === config.instance.country)
    const number = profile?.numbers.find((one) => one.kind === 'emergency')?.number
    return number?.mark === 'verified' ? number.value : null
  }

  /** Past the limit nobody is rung: the word itself is kept, and waits as urgent. */
  const mayRing = async (unitId: string): Promise<boolean> => {
    try {
      await limiter.count('outsideAlarms', unitId)
      return true
    } catch (error) {
      if (error instanceof Problem && error.detail.status === 429) return false
      throw error
    }
  }

  register.open(intakeRoutes.reachInfo, async (c) => {
    await trust.refresh()
    const [signed, root] = [trust.signed(), trust.root()]
    const { rows } = await withSystem(db, 'reach', (tx) =>
      sql<Row>`select id, name, kind, languages, case when on_duty_state = 'confirmed' then on_duty_contact end as phone
        from unit where state = 'active' and kind = any (${[...REACHABLE]}::text[]) and unit_is_ready(id)
        order by array_position(${[...REACHABLE]}::text[], kind), id`.execute(tx),
    )
    const units = rows.map(({ name, id, ...row }) => ({
      ...row,
      unitId: id,
      instanceId: config.instance.id,
      name: nameIn(name, config.instance.languages[0] ?? 'en'),
    }))
    const pair = signed && root ? { signed, root } : null
    return c.json(
      {
        country: config.instance.country ?? '',
        units,
        languages: reachLanguages(platform.content, isLive),
        emergency: emergency(),
        trust: pair,
      } as never,
      200,
    )
  })

  register.open(intakeRoutes.reachWords, (c) => {
    const texts = findReachWords(platform.content, c.req.valid('param').language, isLive)
    if (texts === undefined) throw notFound('language')
    return c.json({ texts }, 200)
  })

  register.open(intakeRoutes.reach, async (c) => {
    await limiter.count('reachAddress', c.var.addressHash)
    const body = c.req.valid('json')
    const { contactId, toUnitId, dangerNow, age } = body.contact
    const now = stamp(clock)
    const answer = await withSystem(db, 'reach', async (tx) => {
      const { receivedAt, isNew, hints } = await receiveContact(tx, body, now, targetsFor(platform))
      if (isNew && dangerNow && (await mayRing(toUnitId)))
        await alarms.raiseOutside(tx, { contactId, toUnitId, child: age === 'child', hints }, now)
      return { receivedAt, called: await isCalled(tx, contactId) }
    })
    return c.json({ contactId, ...answer, withinHours: hoursToLook(body.contact, targetsFor(platform)) }, 200)
  })

  register.open(intakeRoutes.reachState, async (c) => {
    await limiter.count('reachAddress', c.var.addressHash)
    const { codeHash } = c.req.valid('json')
    return c.json(await withSystem(db, 'reach', (tx) => stateOfCode(tx, codeHash)), 200)
  })

  register.command('contact.take', takeContact)
  register.command('contact.close', closeContact)
  register.command('contact.open_part', openContactPart, { resultAgain: openedPartAgain })
  register.signedIn(intakeRoutes.contact, async (c, who) => {
    const view = await withActor(db, who.actor, (tx) => viewContact(tx, c.req.valid('param').contactId))
    if (view === undefined) throw notFound('contact')
    return c.json(view, 200)
  })
}
