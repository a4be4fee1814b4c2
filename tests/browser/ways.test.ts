import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desktop, expectAccessible, phone, screenshot, visit } from '../support/browser.ts'
import { type Region, startRegion } from '../support/region.ts'
import { type Desk, sitDown } from './support/desk.ts'

// Beside the one screening at a gate: many people on one day, help called at once, words from outside, second talks.

let region: Region

beforeAll(async () => {
  region = await startRegion(['mk'], { listen: true })
})
afterAll(() => region.stop())

const choose = (page: Page, name: string, value: string) =>
  page.locator(`input[name="${name}"][value="${value}"]`).evaluate((input) => (input as HTMLInputElement).click())
const goOn = async (page: Page) => {
  const before = page.url()
  await page.locator('form button[type=submit]').first().click()
  await page.waitForURL((url) => url.href !== before)
  await page.locator('h1').waitFor()
}
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
const looked = async (page: Page, name: string) => {
  const size = page.viewportSize() ?? phone
  expect(await overflow(page), name).toBeLessThanOrEqual(0)
  await page.setViewportSize({ ...size, height: 4000 })
  await expectAccessible(page)
  await page.setViewportSize(size)
  await screenshot(page, `ways/${name}`)
}
const speaks = async (page: Page, language: string) => {
  const list = page.locator('#field-language[role=combobox]')
  await list.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }))
  await list.click()
  await list.pressSequentially(language, { delay: 40 })
  await page.getByRole('option', { name: language }).first().waitFor()
  await list.press('ArrowDown')
  await page.locator('[role=option][data-focused]').waitFor()
  await list.press('Enter')
}
const kept = () =>
  region.sql<{
    way: string
    group_id: string | null
    doc: { encounter: { language: string; ageBand: string }; route?: object; group?: { companions: object[] } }
  }>('mk', 'select way, group_id, document as doc from app.screening order by received_at')
const installed = async ({ page }: Desk) => {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await page.waitForLoadState('networkidle')
}

test('an arrival on a phone, in Arabic and with no network: asked once, families linked, the urgent first', async () => {
  const officer = await sitDown(region, 'mk/mira', { viewport: phone, locale: 'ar' })
  const { page, context, go } = officer
  await installed(officer)
  await go('/screening')
  await looked(page, 'ar-start')
  await context.setOffline(true)
  await page.locator('a[href*="/arrivals/new?way=arrival"]').click()
  await page.locator('h1').waitFor()
  await choose(page, 'safeToTalk', 'yes')
  await page.locator('#field-placeType').selectOption('border_crossing')
  await speaks(page, 'العربية')
  await choose(page, 'interpreter', 'present')
  await choose(page, 'by', 'rail')
  await looked(page, 'ar-shift-frame')
  await page.locator('form button[type=submit]').click()
  await page.locator('.shift-end').waitFor()

  const next = async (age: string, sex: string, company: string, together: boolean) => {
    await choose(page, 'ageBand', age)
    await choose(page, 'sex', sex)
    await choose(page, 'accompaniment', company)
    const heading = await page.locator('h1').innerText()
    await page
      .locator('.shift-end .button')
      .nth(together ? 1 : 0)
      .click()
    await page.waitForFunction((before) => document.querySelector('h1')?.textContent !== before, heading)
  }
  // A mother, her child, and then a boy alone and a man in danger.
  await next('25_39', 'Feminine', 'accompanied', true)
  await page.locator('#field-relation').selectOption('mother')
  await looked(page, 'ar-shift-family')
  await next('under_12', 'Masculine', 'accompanied', false)
  await next('12_15', 'Masculine', 'alone', false)
  await page.locator('.always-button[data-tone=danger]').click()
  await next('25_39', 'Masculine', 'alone', false)
  const waiting = page.locator('.shift-waiting li')
  await waiting.nth(1).waitFor()
  expect(await waiting.count()).toBe(2)
  expect(await waiting.first().locator('.tag').getAttribute('data-tone')).toBe('danger')
  await looked(page, 'ar-shift-queue')

  // A killed tab: the shift, the queue and what was sent are there again.
  const address = page.url()
  await page.close()
  const again = await context.newPage()
  await again.goto(address)
  await again.locator('.shift-waiting li').nth(1).waitFor()
  await context.setOffline(false)
  await expect.poll(kept, { timeout: 30_000 }).toHaveLength(2)
  const [mother, child] = await kept()
  expect(mother).toMatchObject({ way: 'arrival', group_id: null, doc: { route: { by: 'rail' } } })
  expect(child).toMatchObject({
    way: 'arrival',
    doc: { encounter: { language: 'ar', ageBand: 'under_12' } },
  })
  expect(child?.doc.group?.companions).toMatchObject([{ relation: 'mother', standing: 'claimed', shownBy: null }])
  // The on-duty team was called for the man in danger, although nothing else of him has been sent.
  await expect.poll(() => region.sql('mk', 'select 1 from app.duty_alarm')).toHaveLength(1)
  // The boy is referred from the queue: nothing that is known is asked again.
  await again.locator('.shift-waiting li a').nth(1).click()
  await again.locator('input[name=urgency]').first().waitFor({ state: 'attached' })
  expect(new URL(again.url()).pathname.endsWith('/refer')).toBe(true)
  // From the list of screenings one goes on with the arrival, and who still waits is told by age.
  await again.goto(new URL('/screening', address).href)
  await again.locator(`.draft-list a[href$="${new URL(address).pathname}"]`).waitFor()
  expect(await again.locator('.draft-list').innerText()).toMatch(/12.+15/)
})

test('in danger now: called with one press, heard above every page, answered, and seen by whoever called', async () => {
  const officer = await sitDown(region, 'mk/stojan', { viewport: phone })
  const vesna = await sitDown(region, 'mk/vesna', { viewport: desktop })
  await installed(officer)
  await officer.go('/screening/new')
  await officer.page.locator('.always-button[data-tone=danger]').click()
  await officer.page.locator('h1', { hasText: 'Act now' }).waitFor()
  await officer.press('Call the on-duty team now')
  await officer.sees('The on-duty team is being called')
  await looked(officer.page, 'en-danger')

  // Age is not known yet, so the referral mechanism is called; child protection hears it next.
  const elena = await sitDown(region, 'mk/elena', { viewport: desktop })
  await elena.page.locator('.alarm-bar a').waitFor()
  // Earlier alarms of this file ring as well: this one is the latest.
  const alarms = await region.sql<{ alarm_id: string }>(
    'mk',
    'select alarm_id from app.duty_alarm order by received_at desc limit 1',
  )
  await elena.go(`/alarms/${alarms[0]?.alarm_id}`)
  await elena.sees(/A person is in danger/)
  await looked(elena.page, 'en-alarm')
  await elena.press('We cannot')
  await elena.sees(/cannot, said/)
  await officer.sees(/cannot, said/)
  expect(await vesna.page.locator('.alarm-bar').count()).toBe(0)
  const sonja = await sitDown(region, 'mk/sonja', { viewport: phone, locale: 'ar' })
  await installed(sonja)
  await sonja.go(`/alarms/${alarms[0]?.alarm_id}`)
  await looked(sonja.page, 'ar-alarm')
  const rung = await region.sql<{ ringing: string[] }>(
    'mk',
    'select ringing from app.duty_alarm order by received_at desc limit 1',
  )
  expect(rung[0]?.ringing.length).toBeGreaterThan(1)
})

test('without an account, a word reaches one unit sealed; its code says only whether it was taken up', async () => {
  const outside = await visit(`${region.url('mk')}/reach`, { viewport: phone })
  const { page } = outside
  await page.locator('form').first().waitFor()
  await looked(page, 'en-reach')
  await page.locator('form button[type=submit]').first().click()
  await page.locator('.error-summary').waitFor()
  await choose(page, 'danger', 'no')
  await choose(page, 'about', 'myself')
  await choose(page, 'age', 'adult')
  await choose(page, 'unit', 'unt_mk_nrm_skopje')
  await page.locator('#field-text').fill('The blue house behind the mill')
  const sent: string[] = []
  page.on('request', (request) => sent.push(`${request.postData() ?? ''} ${request.headers()['cookie'] ?? ''}`))
  await page.locator('form button[type=submit]').first().click()
  await page.locator('.reach-code').waitFor()
  await looked(page, 'en-reach-sent')
  const code = await page.locator('.card-letters').innerText()
  expect(sent.join('')).not.toContain('blue house')
  expect(sent.join('')).not.toContain(code)
  // Nothing of it lies on the device.
  expect(
    await page.evaluate(async () => ({
      stored: Object.keys(localStorage),
      databases: (await indexedDB.databases()).map(({ name }) => name),
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      cookies: document.cookie,
    })),
  ).toEqual({ stored: [], databases: [], workers: 0, cookies: '' })

  const elena = await sitDown(region, 'mk/elena', { viewport: desktop })
  await elena.takeUp('Messages from outside')
  await elena.page.locator('.work-lines a, .queue a').first().click()
  await elena.press('Open what was written')
  await elena.sees('The blue house behind the mill')
  await looked(elena.page, 'en-contact')
  await elena.press('We take it up')
  await elena.sees('Screen the person')

  await page.goto(`${region.url('mk')}/reach`)
  await page.getByText('I have a code already').click()
  await page.locator('#field-code').fill(code)
  await page.getByRole('button', { name: 'Ask', exact: true }).click()
  await page.getByText('Somebody has taken it up').waitFor()
  const arabic = await visit(`${region.url('mk')}/reach`, { viewport: desktop, locale: 'ar' })
  await arabic.page.locator('form').first().waitFor()
  await looked(arabic.page, 'ar-reach-desk')
})

test('too little known: a reminder, and a second talk that links and opens nothing', async () => {
  const { page, go, sees } = await sitDown(region, 'mk/stojan', { viewport: phone })
  await go('/screening/new')
  await page.locator('#field-placeType').selectOption('registration_centre')
  await speaks(page, 'Albanian')
  await choose(page, 'interpreter', 'none_available')
  await goOn(page)
  await choose(page, 'safeToTalk', 'no')
  await goOn(page)
  await choose(page, 'ageBand', '25_39')
  await choose(page, 'sex', 'Masculine')
  await choose(page, 'accompaniment', 'accompanied')
  await goOn(page)
  await goOn(page)
  // Not safe to talk: no address leads to the questions.
  const outcome = page.url()
  await go(new URL(outcome).pathname.replace('/outcome', '/talk'))
  await page.waitForURL((url) => url.pathname.endsWith('/observe'))
  await goOn(page)
  await page.getByText('Too little is known. Look again.').click()
  await looked(page, 'en-look-again')
  await goOn(page)
  expect(new URL(page.url()).pathname.endsWith('/check')).toBe(true)
  await goOn(page)
  await page.locator('.receipt[data-state=sent]').first().waitFor({ timeout: 30_000 })
  await go('/screening')
  await sees('To meet again')
  await looked(page, 'en-start')
  await page.locator('a[href*="follows="]').click()
  await page.locator('input[name=earlier]:checked').waitFor({ state: 'attached' })
  // Told apart by a few codes, not by the minute alone.
  await page.locator('.choice:has(input[name=earlier]:checked)', { hasText: '25' }).waitFor()
  expect(await page.locator('.choice:has(input[name=earlier]:checked) label').innerText()).toMatch(
    /25 to 39 · Man or boy · Registration centre/,
  )
  await looked(page, 'en-link')
  await goOn(page)
  expect(new URL(page.url()).pathname.endsWith('/where')).toBe(true)
  expect(await page.locator('#field-placeType').inputValue()).toBe('registration_centre')
  // Whoever cannot name the first talk, and has no card, goes on with a talk of its own.
  await go('/screening/new?way=second_talk')
  await page.locator('input[name=earlier]').first().waitFor({ state: 'attached' })
  await choose(page, 'earlier', 'none')
  await goOn(page)
  expect(new URL(page.url()).pathname.endsWith('/where')).toBe(true)
  await page.locator('#field-placeType').waitFor()
  // Nor before it is known whether it may be a child: a bookmark of the talk leads back to what is open.
  await go(new URL(page.url()).pathname.replace('/where', '/talk'))
  await page.waitForURL((url) => url.pathname.endsWith('/where'))
  // What the way says is not asked again, and can be changed.
  await go('/screening/new?way=asylum_interview')
  await page.waitForFunction(() => document.querySelector<HTMLSelectElement>('#field-placeType')?.value)
  expect(await page.locator('#field-placeType').inputValue()).toBe('asylum_office')
  await page.locator('#field-placeType').selectOption('reception_centre')
  // An inspection that is under way is called one, also after something was written.
  await go('/arrivals/new?way=inspection')
  await choose(page, 'safeToTalk', 'yes')
  const inspection = page.locator('.draft-list a', { hasText: 'Inspection, under way' })
  await page.locator('main a[href="/screening"]').first().click()
  await inspection.click()
  await page.locator('input[name=safeToTalk][value=yes]:checked').waitFor({ state: 'attached' })
  await go('/screening')
  await inspection.waitFor()
})

test('on duty: who stands behind a number, and a number is confirmed by calling it', async () => {
  const sonja = await sitDown(region, 'mk/sonja', { viewport: desktop })
  await sonja.go('/duty')
  await looked(sonja.page, 'en-duty')
  await sonja.page.getByRole('button', { name: 'I called, it was answered' }).first().click()
  await sonja.page.locator('#field-phone').fill('+389 2 000 00 00')
  await sonja.press('Save')
  await sonja.sees(/Confirmed by Sonja Smrekova/)
  const mira = await sitDown(region, 'mk/mira', { viewport: phone, locale: 'ar' })
  await installed(mira)
  await mira.go('/duty')
  await looked(mira.page, 'ar-duty')
  expect(await mira.page.locator('.duty button').count()).toBe(0)
  expect(await mira.page.locator('.duty-phone').first().getAttribute('href')).toBe('tel:+38920000000')
})
