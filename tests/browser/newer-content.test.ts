import { mintId } from '@ariadne/domain'
import type { IndicatorSet } from '@ariadne/domain/screening'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { phone } from '../support/browser.ts'
import { type Region, startRegion } from '../support/region.ts'
import { type Desk, sitDown } from './support/desk.ts'

// New content comes while somebody is being screened and talked with: what is under way goes on as it began, the next begins with the new.

let region: Region
let mira: Desk
beforeAll(async () => {
  region = await startRegion(['mk'], { listen: true })
  mira = await sitDown(region, 'mk/mira', { viewport: phone, locale: 'en' })
})
afterAll(() => region.stop())

const SET = 'adult-mixed-flows'
const SIGN = 'others_hold_papers'
const NEW = 'Another person keeps the passport and will not give it back'
const version = (): string => '1.0.0+mk.1'

/** The country words a sign anew; a second person approves it, and it is in effect from today. */
const wordAnew = async (): Promise<void> => {
  const [sonja, arta] = [await region.person('mk/sonja'), await region.person('mk/arta')]
  const { sets } = await sonja.get<{ sets: { set: IndicatorSet; texts: Record<string, Record<string, unknown>> }[] }>(
    '/api/content/bundle',
  )
  const base = sets.find(({ set }) => set.id === SET)
  if (!base) throw new Error('The set is not in the bundle.')
  const texts = Object.fromEntries(
    Object.keys(base.texts).map((language) => [language, { [`sign.${SIGN}.label`]: NEW }]),
  )
  const draftId = mintId<string>(Date.now())
  const lifecycle = { state: 'proposed', effectiveFrom: null }
  const definition = {
    country: 'MK',
    set: SET,
    over: '1.0.0',
    number: 1,
    lifecycle,
    sources: {},
    add: [],
    reword: [SIGN],
  }
  await sonja.command('content.save_draft', { draftId, revision: 0, definition: { ...definition, mute: [] }, texts })
  await sonja.command('content.move_draft', { draftId, revision: 1, move: { act: 'submit' } })
  const move = { act: 'approve' as const, effectiveFrom: region.day(0) }
  await arta.command('content.move_draft', { draftId, revision: 2, move })
  const { sets: now } = await sonja.get<{ sets: { set: IndicatorSet }[] }>('/api/content/bundle')
  expect(now.map(({ set }) => set.version)).toContain(version())
}

const begin = async (): Promise<void> => {
  await mira.go('/')
  await mira.follow('Screen a person')
  await mira.answerAndGoOn({
    'Kind of place': 'Border crossing',
    'Language the person speaks': 'Arabic',
    Interpreter: 'None available',
  })
  await mira.answerAndGoOn({ 'Is it safe to talk with the person?': 'Yes, we are alone' })
  await mira.answerAndGoOn({ Age: '25 to 39', Sex: 'Woman or girl', 'Who is with them?': 'Alone' })
  await mira.page.locator(`#sign-${SIGN}`).waitFor()
}
const labelOf = (page: Page) => page.locator(`#sign-${SIGN}`).innerText()
const sent = () =>
  region.sql<{ version: string }>(
    'mk',
    `select document->>'setVersion' as version from app.screening where document->>'setId' = '${SET}' order by received_at`,
  )

/** Goes on with what every page offers, until it is sent. */
const finish = async (): Promise<void> => {
  const { page } = mira
  for (let step = 0; step < 12 && (await page.locator('.receipts').count()) === 0; step += 1) {
    const from = page.url()
    for (const [name, value] of Object.entries({ basis: 'not_agreed', offer: 'not_offered', why: 'nothing_seen' })) {
      const choice = page.locator(`input[name="${name}"][value="${value}"]`)
      if ((await choice.count()) > 0) await choice.check({ force: true })
    }
    await page.locator('form button[type=submit]').first().click()
    await page.waitForURL((url) => url.href !== from)
    await page.locator('form button[type=submit], .receipts').first().waitFor()
  }
  await page.locator('.receipt[data-state=sent]').first().waitFor()
}

test('a screening and its talk go on as they began when newer content comes; the next one begins with it', async () => {
  const { page, context } = mira
  await begin()
  const before = await labelOf(page)
  expect(before).not.toContain(NEW)
  await page.locator(`#sign-${SIGN} button[data-mark=present]`).click()
  await mira.press('Talk with the person alone')
  await page.locator('[data-language=ar], .talk').first().waitFor()
  if ((await page.locator('.talk').count()) === 0) await page.locator('[data-language=ar]').click()
  await page.locator('#talk-heading').waitFor()
  const talk = await page.locator('.talk').innerText()

  const known = await sent()
  await wordAnew()
  // Another tab of the same person fetches what is new, and keeps it on the device.
  const beside = await context.newPage()
  const fetched = beside.waitForResponse((response) => new URL(response.url()).pathname === '/api/content/bundle')
  await beside.goto(new URL('/screening/new', page.url()).href)
  const lock = beside.locator('input[type=password]')
  await lock.or(beside.locator('.status-line')).first().waitFor()
  if (await lock.isVisible()) {
    await lock.fill('a thread through the maze')
    await beside.locator('form button[type=submit]').first().click()
  }
  expect(JSON.stringify(await (await fetched).json())).toContain(NEW)
  await beside.locator('#field-placeType').waitFor()
  await beside.close()

  expect(await page.locator('.talk').innerText()).toBe(talk)
  const address = page.url()
  await mira.go(new URL(address).pathname)
  await page.locator('#talk-heading').waitFor()
  expect(await page.locator('.talk').innerText()).toBe(talk)
  await mira.go(new URL(address).pathname.replace('/talk', '/observe'))
  await page.locator(`#sign-${SIGN}`).waitFor()
  expect(await labelOf(page)).toBe(before)
  await finish()
  expect((await sent()).slice(known.length)).toEqual([{ version: '1.0.0' }])

  await begin()
  expect(await labelOf(page)).toContain(NEW)
  await page.locator(`#sign-${SIGN} button[data-mark=present]`).click()
  await finish()
  expect((await sent()).slice(known.length)).toEqual([{ version: '1.0.0' }, { version: version() }])
}, 240_000)
