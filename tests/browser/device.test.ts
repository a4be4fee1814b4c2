import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, phone, screenshot } from '../support/browser.ts'
import { DEMO_PASSPHRASE } from '../../apps/server/src/demo/people.ts'
import { type Region, startRegion } from '../support/region.ts'
import { type Desk, sitDown } from './support/desk.ts'

// What a device goes through: days without a network, a wrong clock, a full disk, words that change, and being lost.

let region: Region

beforeAll(async () => {
  region = await startRegion(['mk'], { listen: true })
})
afterAll(() => region.stop())

const HOUR = 3_600_000

/** A device whose clock and disk do as they are told, by two entries that outlive a reload. */
const onTroubledDevice = async (context: BrowserContext) => {
  await context.addInitScript(() => {
    const Real = Date
    // A blank page has no storage to ask.
    const asked = (name: string) => (location.protocol === 'http:' ? localStorage.getItem(`test.${name}`) : null)
    const shift = () => Number(asked('shift') ?? 0)
    class Shifted extends Real {
      constructor(...parts: unknown[]) {
        if (parts.length === 0) super(Real.now() + shift())
        else super(...(parts as [number]))
      }
      static override now() {
        return Real.now() + shift()
      }
    }
    globalThis.Date = Shifted as DateConstructor
    const put = Reflect.get(IDBObjectStore.prototype, 'put') as (...parts: unknown[]) => IDBRequest
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...parts: unknown[]) {
      if (asked('full') === 'yes') throw new DOMException('no room', 'QuotaExceededError')
      return put.apply(this, parts)
    } as typeof IDBObjectStore.prototype.put
  })
}
const setTrouble = (page: Page, name: 'shift' | 'full', value: string) =>
  page.evaluate(([key, text]) => localStorage.setItem(`test.${key}`, text), [name, value] as const)

const officer = async (who = 'mk/mira'): Promise<Desk> => {
  const desk = await sitDown(region, who, { viewport: phone })
  await onTroubledDevice(desk.context)
  await desk.page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await desk.page.waitForLoadState('networkidle')
  return desk
}
const unlocked = async (page: Page) => {
  const lock = page.locator('input[type=password]')
  await lock.or(page.locator('.status-line')).first().waitFor()
  if (!(await lock.isVisible())) return
  await lock.fill(DEMO_PASSPHRASE)
  await page.getByRole('button', { name: 'Unlock', exact: true }).click()
  await page.locator('.status-line').waitFor()
}
const choose = (page: Page, name: string, value: string) =>
  page.locator(`input[name="${name}"][value="${value}"]`).evaluate((input) => (input as HTMLInputElement).click())
const goOn = async (page: Page) => {
  const before = page.url()
  await page.locator('form button[type=submit]').first().click()
  await page.waitForURL((url) => url.href !== before)
  await page.locator('h1').waitFor()
}
/** Up to the signs: an adult, alone, of whom nothing is asked. */
const untilSigns = async (page: Page) => {
  await page.locator('#field-placeType').selectOption('border_crossing')
  const list = page.locator('#field-language[role=combobox]')
  await list.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }))
  await list.click()
  await list.pressSequentially('Albanian', { delay: 40 })
  await page.getByRole('option', { name: 'Albanian' }).first().waitFor()
  await list.press('ArrowDown')
  await page.locator('[role=option][data-focused]').waitFor()
  await list.press('Enter')
  await choose(page, 'interpreter', 'none_available')
  await goOn(page)
  await choose(page, 'safeToTalk', 'not_asked')
  await goOn(page)
  await choose(page, 'ageBand', '25_39')
  await choose(page, 'sex', 'Masculine')
  await choose(page, 'accompaniment', 'alone')
  await goOn(page)
}
/** From the signs to the outbox. */
const untilSent = async (page: Page) => {
  await goOn(page)
  await goOn(page)
  await goOn(page)
  await page.locator('.receipt').first().waitFor()
}
/** Rows on the device as they lie there: which kinds, and nothing that could be read. */
const rows = (page: Page): Promise<string[]> =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('ariadne')
        opening.addEventListener('error', () => reject(opening.error))
        opening.addEventListener('success', () => {
          const all = opening.result.transaction('rows').objectStore('rows').getAll()
          all.addEventListener('error', () => reject(all.error))
          all.addEventListener('success', () => {
            opening.result.close()
            resolve((all.result as { store: string }[]).map(({ store }) => store))
          })
        })
      }),
  )
const count = async () =>
  (await region.sql<{ n: number }>('mk', 'select count(*)::int as n from app.screening'))[0]?.n ?? 0

test('a clock a day ahead and three days without a network: sent once, and the server knows the right time', async () => {
  const { page, context } = await officer()
  const before = await count()
  await context.setOffline(true)
  await setTrouble(page, 'shift', String(24 * HOUR))
  await page.goto(new URL('/screening/new', page.url()).href)
  await unlocked(page)
  await page.locator('#field-placeType').waitFor()
  await untilSigns(page)
  await untilSent(page)
  await page.locator('.receipt[data-state=waiting]').waitFor()
  // Sent is closed here, before it has left: only the outbox holds it.
  await page.goto(page.url().replace('/sent', '/observe'))
  await unlocked(page)
  await page.locator('.receipts').waitFor()
  expect(await page.locator('.signs').count()).toBe(0)
  // 71 hours go by, by the same wrong clock; the tab is closed and opened in between.
  await setTrouble(page, 'shift', String((24 + 71) * HOUR))
  await page.reload()
  await unlocked(page)
  await page.locator('.receipt[data-state=waiting]').waitFor()
  await context.setOffline(false)
  await page.locator('.receipt[data-state=sent]').waitFor({ timeout: 30_000 })
  expect(await count()).toBe(before + 1)
  const [kept] = await region.sql<{ ahead: number; age: number; differs: boolean }>(
    'mk',
    `select round(clock_skew_ms / 3600000.0)::int as ahead, round(extract(epoch from received_at - finished_at) / 3600)::int as age,
      document ->> 'finishedAt' <> to_char(finished_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as differs
     from app.screening order by received_at desc limit 1`,
  )
  // 71 hours old by its own count, and dated a day ahead of now: what counts is the age, and both are kept.
  expect(kept).toEqual({ ahead: 24 + 71, age: 71, differs: true })
  expect((await rows(page)).filter((store) => store === 'drafts')).toEqual([])
})

test('a draft that is not sent erases itself after three days, and says so before', async () => {
  const { page, context } = await officer('mk/stojan')
  await context.setOffline(true)
  await page.goto(new URL('/screening/new', page.url()).href)
  await unlocked(page)
  await page.locator('#field-placeType').selectOption('street')
  await page.locator('.save-status', { hasText: 'Saved on this device' }).waitFor()
  await page.goto(new URL('/screening', page.url()).href)
  await unlocked(page)
  await page.getByText(/Erases itself/).waitFor()
  await screenshot(page, 'device/unfinished')
  await setTrouble(page, 'shift', String(71 * HOUR))
  await page.reload()
  await unlocked(page)
  await page.getByText(/Erases itself/).waitFor()
  await setTrouble(page, 'shift', String(73 * HOUR))
  await page.reload()
  await unlocked(page)
  await page.locator('h1').waitFor()
  await expect.poll(async () => (await rows(page)).filter((store) => store === 'drafts')).toEqual([])
  expect(await page.getByText(/Erases itself/).count()).toBe(0)
})

test('a full disk: what is typed stays in sight and says where it is; with room again it is stored and sent once', async () => {
  const { page } = await officer()
  const before = await count()
  await page.goto(new URL('/screening/new', page.url()).href)
  await unlocked(page)
  await page.locator('#field-placeType').waitFor()
  await untilSigns(page)
  await setTrouble(page, 'full', 'yes')
  await page.locator('#sign-asks_help_secretly button[data-mark=present]').click()
  await page.locator('.status-dot[data-state=trouble]').waitFor()
  await screenshot(page, 'device/full')
  expect(await page.locator('#sign-asks_help_secretly').getAttribute('data-mark')).toBe('present')
  await setTrouble(page, 'full', 'no')
  await page.locator('#sign-speaks_for button[data-mark=not_known]').click()
  await page.locator('.save-status', { hasText: 'Saved on this device' }).waitFor()
  await page.reload()
  await unlocked(page)
  await page.locator('#sign-asks_help_secretly[data-mark=present]').waitFor()
  await goOn(page)
  await goOn(page)
  await choose(page, 'basis', 'not_agreed')
  await goOn(page)
  await choose(page, 'offer', 'refused')
  await goOn(page)
  await goOn(page)
  await page.locator('.receipt[data-state=sent]').waitFor({ timeout: 30_000 })
  expect(await count()).toBe(before + 1)
})

test('words that change in the middle: this talk goes on with its own, the next begins with the new', async () => {
  const { page, context } = await officer()
  await page.goto(new URL('/screening/new', page.url()).href)
  await unlocked(page)
  await page.locator('#field-placeType').waitFor()
  await untilSigns(page)
  const caption = page.locator('.page-caption')
  expect(await caption.innerText()).toContain('1.0.0')
  let served = 0
  await context.route('**/api/content/bundle', async (route) => {
    const answer = await route.fetch()
    const bundle = (await answer.json()) as { version: string; sets: { set: { id: string; version: string } }[] }
    const newer = bundle.sets.map((one) => ({ ...one, set: { ...one.set, version: '9.0.0' } }))
    await route.fulfill({ json: { ...bundle, version: 'newer', sets: newer } })
    served += 1
  })
  await page.reload()
  await unlocked(page)
  await expect.poll(() => served, { timeout: 15_000 }).toBeGreaterThan(0)
  await page.locator('.signs').first().waitFor()
  expect(await caption.innerText()).toContain('1.0.0')
  await page.reload()
  await unlocked(page)
  await page.locator('.signs').first().waitFor()
  expect(await caption.innerText()).toContain('1.0.0')
  await page.goto(new URL('/screening/new', page.url()).href)
  await unlocked(page)
  await page.locator('#field-placeType').waitFor()
  await untilSigns(page)
  expect(await caption.innerText()).toContain('9.0.0')
})

test('a lost device: its session is ended from another one, and at its next contact it holds nothing', async () => {
  const lost = await officer('mk/stojan')
  await lost.page.goto(new URL('/screening/new', lost.page.url()).href)
  await unlocked(lost.page)
  await lost.page.locator('#field-placeType').selectOption('street')
  await lost.page.locator('.save-status', { hasText: 'Saved on this device' }).waitFor()
  expect(await rows(lost.page)).toContain('drafts')
  await lost.context.setOffline(true)

  const other = await officer('mk/stojan')
  await other.go('/account')
  await other.press('End all others')
  await other.page.getByRole('button', { name: 'End all others' }).waitFor({ state: 'detached' })
  await lost.context.setOffline(false)
  await lost.page.reload()
  await lost.sees('What was on this device was erased')
  await expectAccessible(lost.page)
  await screenshot(lost.page, 'device/erased')
  expect(await rows(lost.page)).toEqual([])
  const [device] = await region.sql<{ erased: number }>(
    'mk',
    'select count(*)::int as erased from app.device where erased_at is not null',
  )
  expect(device?.erased).toBe(1)
  // Whoever did it goes on, and the lost one can begin anew.
  await other.go('/screening')
  expect(await other.page.locator('h1').innerText()).toBe('Screening')
})
