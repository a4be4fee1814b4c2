import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desktop, expectAccessible, phone, screenshot, visit } from '../support/browser.ts'
import { type Region, startRegion } from '../support/region.ts'
import { sitDown } from './support/desk.ts'

// A call to the on-duty team, from the first press to its end: told more, answered, not kept after all, called off with no network.

let region: Region

beforeAll(async () => {
  region = await startRegion(['mk'], { listen: true })
})
afterAll(() => region.stop())

const choose = (page: Page, name: string, value: string) =>
  page.locator(`input[name="${name}"][value="${value}"]`).evaluate((input) => (input as HTMLInputElement).click())
const looked = async (page: Page, name: string) => {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), name).toBeLessThanOrEqual(0)
  await expectAccessible(page)
  await screenshot(page, `alarm/${name}`)
}
const alarms = () =>
  region.sql<{ alarm_id: string; hints: Record<string, string>; answer: string | null; ringing: string[] }>(
    'mk',
    'select alarm_id, hints, answer, ringing from app.duty_alarm order by received_at',
  )

test('called, told where and about whom, promised and not kept, called off with no network', async () => {
  const officer = await sitDown(region, 'mk/stojan', { viewport: phone })
  await officer.go('/screening/new')
  await officer.page.locator('.always-button[data-tone=danger]').click()
  await officer.press('Call the on-duty team now')
  await officer.sees('The on-duty team is being called')
  await officer.page.locator('#field-alarm-place').fill('Platform 2, by the blue kiosk')
  await officer.press('Tell them where')
  await officer.sees('Sealed, and on its way.')
  await looked(officer.page, 'en-called')
  await officer.press('Go on with the screening')
  await officer.page.locator('#field-placeType').selectOption('border_crossing')
  await expect.poll(async () => (await alarms())[0]?.hints['placeType'], { timeout: 30_000 }).toBe('border_crossing')
  const stored = await region.sql<{ part: object }>('mk', 'select part from app.duty_alarm_place')
  expect(stored).toHaveLength(1)
  expect(JSON.stringify(stored)).not.toContain('kiosk')

  const elena = await sitDown(region, 'mk/elena', { viewport: phone })
  const alarmId = (await alarms())[0]?.alarm_id ?? ''
  await elena.go(`/alarms/${alarmId}`)
  await elena.sees(/no confirmed number: what you say here reaches it/)
  await elena.press('Open where exactly')
  await elena.sees('Platform 2, by the blue kiosk')
  await elena.press('We are coming')
  await elena.sees('You said: we are coming')
  await looked(elena.page, 'en-coming')
  await elena.press('That was a slip: take it back')
  await elena.sees('Somebody needs you now')
  await elena.press('We are coming')
  await elena.press('We cannot after all')
  await elena.sees(/cannot after all, said/)
  await expect.poll(async () => (await alarms())[0]?.ringing.length).toBeGreaterThan(1)

  // The end waits on the device like the call itself.
  await officer.page.locator('.always-button[data-tone=danger]').click()
  await officer.sees(/cannot after all, said/)
  await officer.offline(true)
  await officer.press('There is no danger now')
  await officer.sees('Tell the team it is over?')
  await looked(officer.page, 'en-ask')
  await officer.press('Yes, tell them it is over')
  await officer.page.locator('dialog').waitFor({ state: 'detached' })
  expect((await alarms())[0]?.answer).toBe(null)
  await officer.offline(false)
  await expect.poll(async () => (await alarms())[0]?.answer, { timeout: 30_000 }).toBe('called_off')
  await elena.sees(/called it off at/)
  await elena.page.locator('.alarm-bar').waitFor({ state: 'detached' })
  const arabic = await sitDown(region, 'mk/elena', { viewport: phone, locale: 'ar' })
  await arabic.go(`/alarms/${alarmId}`)
  await arabic.page.locator('h1').waitFor()
  await looked(arabic.page, 'ar-called-off')
})

test('danger now, from outside: the emergency number is said, and those on duty are called', async () => {
  const { page } = await visit(`${region.url('mk')}/reach`, { viewport: phone, locale: 'ar' })
  await page.locator('form').first().waitFor()
  for (const [name, value] of [
    ['danger', 'yes'],
    ['about', 'myself'],
    ['age', 'adult'],
  ] as const)
    await choose(page, name, value)
  await page
    .locator('input[name=unit]')
    .first()
    .evaluate((input) => (input as HTMLInputElement).click())
  await page.locator('form button[type=submit]').first().click()
  await page.locator('.reach-code').waitFor()
  await page.locator('.callout').first().waitFor()
  await looked(page, 'ar-reach-called')
  const rung = await region.sql<{ alarm_id: string; ringing: string[] }>(
    'mk',
    `select alarm_id, ringing from app.duty_alarm where kind = 'outside'`,
  )
  expect(rung).toHaveLength(1)
  const desk = rung[0]?.ringing[0]?.includes('csw') ? 'mk/vesna' : 'mk/elena'
  const called = await sitDown(region, desk, { viewport: desktop })
  await called.page.locator('.alarm-bar a').waitFor()
  await called.go(`/alarms/${rung[0]?.alarm_id}`)
  await called.sees(/Somebody without an account/)
  await looked(called.page, 'en-outside')
})
