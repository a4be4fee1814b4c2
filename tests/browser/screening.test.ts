import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desktop, expectAccessible, phone, screenshot } from '../support/browser.ts'
import { type Region, startRegion } from '../support/region.ts'
import { type Desk, sitDown } from './support/desk.ts'

// Screening as a responder does it, against a real instance, with the network cut from the first page to the last.

let region: Region

beforeAll(async () => {
  region = await startRegion(['mk'], { listen: true })
})
afterAll(() => region.stop())

/** Until this device holds everything a screening needs, and the service worker looks after the page. */
const readyForOffline = async (page: Page) => {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
    while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 50))
  })
  await page.waitForLoadState('networkidle')
}

const officer = async (options: Parameters<typeof sitDown>[2] = {}, who = 'mk/mira'): Promise<Desk> => {
  const desk = await sitDown(region, who, options)
  await readyForOffline(desk.page)
  return desk
}

const choose = (page: Page, name: string, value: string) =>
  page.locator(`input[name="${name}"][value="${value}"]`).check({ force: true })
const goOn = async (page: Page) => {
  const before = page.url()
  await page.locator('form button[type=submit]').click()
  await page.waitForURL((url) => url.href !== before)
  await page.locator('h1').waitFor()
}
const mark = (page: Page, sign: string, how: 'present' | 'not_seen' | 'not_known' = 'present') =>
  page.locator(`#sign-${sign} button[data-mark=${how}]`).click()
const stepOf = (page: Page) => new URL(page.url()).pathname.split('/').at(-1)
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

const begin = async (page: Page, language: string) => {
  await page.locator('a[href="/screening/new"]').first().click()
  await page.locator('#field-placeType').selectOption('border_crossing')
  const list = page.locator('#field-language[role=combobox]')
  // A list closes when the page is scrolled under it: it is brought into view first, and taken by the keyboard.
  await list.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }))
  await list.click()
  await list.pressSequentially(language, { delay: 40 })
  await page.getByRole('option', { name: language }).first().waitFor()
  await list.press('ArrowDown')
  await page.locator('[role=option][data-focused]').waitFor()
  await list.press('Enter')
  await choose(page, 'interpreter', 'none_available')
}
const person = async (page: Page, age: string, sex: string, company: string) => {
  await choose(page, 'ageBand', age)
  await choose(page, 'sex', sex)
  await choose(page, 'accompaniment', company)
  await goOn(page)
}
/** What arrived, by the database. */
const screenings = () =>
  region.sql<{ body: { present: string[]; outcome: string; card: { codeHash: string | null } } }>(
    'mk',
    'select document as body from app.screening order by received_at',
  )

test('a child alone, by phone and in Arabic: every page can be read, fits and is whole, with no network at all', async () => {
  const { page, context, complaints, go } = await officer({ viewport: phone, locale: 'ar' })
  await go('/screening')
  await context.setOffline(true)
  const looked = async (name: string) => {
    expect(await overflow(page), name).toBeLessThanOrEqual(0)
    expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl')
    // The whole page at once: what is half under the lines that stay at the top and the bottom is not too small to touch.
    await page.setViewportSize({ ...phone, height: 4000 })
    await expectAccessible(page)
    await page.setViewportSize(phone)
    await screenshot(page, `screening/ar-${name}`)
  }
  await begin(page, 'الألبانية')
  await looked('where')
  await goOn(page)
  await choose(page, 'safeToTalk', 'yes')
  await looked('safe')
  await goOn(page)
  await choose(page, 'ageBand', 'doubt_child')
  await looked('person')
  await person(page, 'doubt_child', 'Masculine', 'alone')
  await looked('observe')
  await page.locator('form .row button').nth(1).click()
  await page.locator('.talk').waitFor()
  await page.locator('.talk .button').first().click()
  // The child hears Albanian, the officer reads Arabic: each block in its own language and direction.
  expect(await page.locator('.language-block[data-role=theirs]').getAttribute('lang')).toBe('sq')
  expect(await page.locator('.language-block[data-role=theirs]').getAttribute('dir')).toBe('ltr')
  expect(await page.locator('.language-block[data-role=mine]').getAttribute('dir')).toBe('rtl')
  await looked('talk')
  await page.locator('.talk-way [data-kind=quiet]').click()
  await page.locator('.signs').first().waitFor()
  await goOn(page)
  expect(stepOf(page)).toBe('outcome')
  await looked('outcome')
  await goOn(page)
  // Child protection is filled in; nobody is asked whether the child agrees.
  expect(await page.locator('input[name=basis]').count()).toBe(0)
  await choose(page, 'urgency', 'now')
  await looked('refer')
  await goOn(page)
  await page.locator('#field-contact-address').fill('Tent 4')
  await looked('sealed')
  await goOn(page)
  await choose(page, 'handed', 'yes')
  await page.locator('#field-workerName').fill('Vesna Dabova')
  await looked('handed')
  await goOn(page)
  await looked('check')
  const sent: string[] = []
  page.on('request', (request) => sent.push(request.postData() ?? ''))
  await goOn(page)
  await page.locator('.receipt[data-state=waiting]').nth(1).waitFor()
  await looked('waiting')
  await context.setOffline(false)
  await page.locator('.receipt[data-state=sent]').nth(1).waitFor({ timeout: 30_000 })
  await looked('received')

  const commands = sent.join('')
  expect(commands).toContain('screening.submit')
  expect(commands.indexOf('screening.submit')).toBeLessThan(commands.indexOf('referral.send'))
  expect(commands).not.toContain('Tent 4')
  const [screening] = (await screenings()).slice(-1)
  expect(screening?.body).toMatchObject({ outcome: 'refer', present: [] })
  // Sent is closed: neither its pages nor a draft can be opened here again.
  await page.goto(page.url().replace('/sent', '/observe'))
  await page.locator('.receipts').waitFor()
  expect(await page.locator('.signs').count()).toBe(0)
  expect(complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
  expect(
    await page.evaluate(() => [...((Reflect.get(globalThis, 'ariadneMissingTexts') as Set<string> | undefined) ?? [])]),
  ).toEqual([])
})

test('an adult who does not agree to a referral takes the card; the tab is killed half-way and nothing is asked twice', async () => {
  const { page, context, go } = await officer({ viewport: desktop })
  await go('/screening')
  await context.setOffline(true)
  await begin(page, 'Arabic')
  await goOn(page)
  await choose(page, 'safeToTalk', 'yes')
  await goOn(page)
  await person(page, '25_39', 'Feminine', 'accompanied')

  // At a desk: keys for the first view, each press one mark on.
  await page.locator('.switch input').first().check()
  await page.locator('h1').click()
  await page.keyboard.press('8')
  await page.keyboard.press('7')
  await page.keyboard.press('7')
  expect(await page.locator('#sign-asks_help_secretly').getAttribute('data-mark')).toBe('present')
  expect(await page.locator('#sign-speaks_for').getAttribute('data-mark')).toBe('not_seen')
  await screenshot(page, 'screening/desk-observe')
  await page.locator('.save-status', { hasText: 'Saved on this device' }).waitFor()
  const address = page.url()
  // The same page in a second tab follows, so that neither writes over the other.
  const beside = await context.newPage()
  await beside.goto(address)
  await beside.locator('#sign-asks_help_secretly[data-mark=present]').waitFor()
  await beside.locator('#sign-signs_of_injury').locator('button[data-mark=not_known]').click()
  await page.locator('#sign-signs_of_injury[data-mark=not_known]').waitFor()
  await beside.close()
  await page.close()

  const again = await context.newPage()
  await again.goto(new URL('/screening', address).href)
  await again.locator('.draft-list a').first().click()
  await again.locator('#sign-asks_help_secretly[data-mark=present]').waitFor()
  expect(again.url()).toBe(address)
  await goOn(again)
  expect(await again.locator('h1').innerText()).toBe('Refer')
  await goOn(again)
  await choose(again, 'basis', 'not_agreed')
  await goOn(again)
  expect(stepOf(again)).toBe('card')
  await again.getByRole('button', { name: 'Make a card' }).click()
  const code = await again.locator('.card-letters').innerText()
  expect(await again.locator('.card-side [lang=ar]').count()).toBeGreaterThan(0)
  await expectAccessible(again)
  await screenshot(again, 'screening/desk-card')
  await again.emulateMedia({ media: 'print' })
  const onPaper = await again.locator('body').innerText()
  expect(onPaper).toContain(code)
  for (const telling of ['Ariadne', 'Offer the card', 'North Macedonia', 'Continue', 'Screening'])
    expect(onPaper).not.toContain(telling)
  await again.emulateMedia({ media: 'screen' })
  await choose(again, 'offer', 'taken')
  await goOn(again)

  // Two tabs, two presses, one screening.
  const before = (await screenings()).length
  const other = await context.newPage()
  await other.goto(again.url())
  await other.locator('form button[type=submit]').waitFor()
  await Promise.allSettled(
    [again, other].map((tab) => tab.locator('form button[type=submit]').click({ timeout: 5_000 })),
  )
  await again.locator('.receipts').waitFor()
  await context.setOffline(false)
  await again.locator('.receipt[data-state=sent]').waitFor({ timeout: 30_000 })
  const now = await screenings()
  expect(now).toHaveLength(before + 1)
  expect(now.at(-1)?.body).toMatchObject({ outcome: 'refer', present: ['asks_help_secretly'] })
  expect(now.at(-1)?.body.card.codeHash).toMatch(/^[0-9a-f]{64}$/)
  expect(JSON.stringify(now)).not.toContain(code)
})

test('lowered only with a reason, never under the floor; danger is one press away on every page', async () => {
  const { page, go } = await officer({ viewport: { width: 320, height: 700 } })
  await go('/screening/new')
  // A language that is not in the list is said not to be, and nothing else is taken in its place.
  const spoken = page.locator('#field-language[role=combobox]')
  await spoken.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }))
  await spoken.click()
  await spoken.pressSequentially('Klingon', { delay: 20 })
  await page.getByText('Nothing fits what you typed').waitFor()
  await spoken.press('ArrowDown')
  await spoken.press('Enter')
  await page.getByText('“Klingon” is not in the list and was not taken.').waitFor()
  expect(await spoken.inputValue()).toBe('')
  await go('/screening')
  await begin(page, 'Albanian')
  await goOn(page)
  await choose(page, 'safeToTalk', 'not_asked')
  await goOn(page)
  await person(page, '25_39', 'Masculine', 'alone')
  await mark(page, 'asks_help_secretly')
  await goOn(page)
  const heading = page.locator('h1')
  expect(await heading.innerText()).toBe('Refer')
  await page.getByText('I see it differently').click()
  await choose(page, 'byHand', 'watch')
  expect(await heading.innerText()).toBe('Refer')
  // Without a reason nobody goes on in the belief that it was lowered: both ways out are offered.
  await page.locator('form button[type=submit]').click()
  await page.locator('.error-summary', { hasText: 'Choose a reason, or stay with “Refer”' }).waitFor()
  expect(stepOf(page)).toBe('outcome')
  await page.getByRole('button', { name: 'Stay with “Refer”' }).click()
  await page.locator('.error-summary').waitFor({ state: 'detached' })
  await choose(page, 'byHand', 'watch')
  await choose(page, 'loweredBecause', 'explained_in_private')
  expect(await heading.innerText()).toBe('Look again')
  // The person's own word comes: the floor stands, and lowering has no hold any more.
  await page.locator('.always-button').nth(1).click()
  expect(await heading.innerText()).toBe('Refer')
  expect(await page.locator('input[name=byHand][value=watch]').count()).toBe(0)
  await page.locator('.always-button').first().click()
  await page.locator('h1', { hasText: 'Act now' }).waitFor()
  expect(await page.getByText('No on-duty contact has been confirmed yet').count()).toBe(1)
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  await expectAccessible(page)
  await screenshot(page, 'screening/narrow-danger')
})

test('what the server refuses is kept, corrected and sent again, once', async () => {
  const { page, context, go } = await officer({ viewport: phone })
  await go('/screening')
  await begin(page, 'Albanian')
  await goOn(page)
  await choose(page, 'safeToTalk', 'not_asked')
  await goOn(page)
  await person(page, '40_59', 'Masculine', 'alone')
  await goOn(page)
  await goOn(page)
  expect(stepOf(page)).toBe('check')
  await context.route('**/api/commands', async (route) => {
    const { commands } = route.request().postDataJSON() as { commands: { id: string }[] }
    await route.fulfill({
      json: {
        now: new Date().toISOString(),
        outcomes: commands.map(({ id }) => ({
          id,
          status: 'refused',
          code: 'field_invalid',
          field: 'sex',
          remedy: 'x',
        })),
      },
    })
  })
  const before = (await screenings()).length
  await goOn(page)
  await page.locator('.receipt[data-state=refused]').waitFor()
  await context.unroute('**/api/commands')
  await page.getByRole('link', { name: 'Change it and send again' }).click()
  await page.locator('a[href*="/person"]').first().click()
  await choose(page, 'sex', 'NonSpecifiedUnknown')
  await goOn(page)
  expect(stepOf(page)).toBe('check')
  await goOn(page)
  await page.locator('.receipt[data-state=sent]').waitFor()
  expect(await page.locator('.receipts > li').count()).toBe(1)
  expect(await screenings()).toHaveLength(before + 1)
})
