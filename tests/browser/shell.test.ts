import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { fromBase64Url } from '@ariadne/vault/bytes'
import { makeKeyPair } from '@ariadne/vault/keys'
import { deriveFromPassphrase } from '@ariadne/vault/passphrase'
import { unwrapSeed } from '@ariadne/vault/seeds'
import { desktop, expectAccessible, phone, screenshot, visit } from '../support/browser.ts'
import { type FakeInstance, startFakeInstance } from '../support/fake-instance.ts'

// The frame of the web app alone, against an instance that answers by the contract and holds one fictional member. It is built in
// storyboard mode, so that every component can be looked at too.

let dist: string
let instance: FakeInstance

beforeAll(async () => {
  dist = mkdtempSync(join(tmpdir(), 'ariadne-web-'))
  // As a shipped build is made: a test's own NODE_ENV would give React's development version and no service worker.
  const vite = join(import.meta.dirname, '../../node_modules/vite/bin/vite.js')
  const app = join(import.meta.dirname, '../../apps/web')
  const args = [vite, 'build', app, '--mode', 'storyboard', '--outDir', dist, '--emptyOutDir', '--logLevel', 'error']
  await promisify(execFile)(process.execPath, args, { env: { ...process.env, NODE_ENV: 'production' } })
  if (!existsSync(join(dist, 'sw.js'))) throw new Error('The build has no service worker')
}, 120_000)

afterEach(() => instance.close())

const start = async (options: Parameters<typeof visit>[1] = {}, path = '/') => {
  instance = await startFakeInstance(dist)
  return visit(`${instance.url}${path}`, options)
}

const signIn = async (page: Page) => {
  await page.locator('#field-email').fill(instance.person.email)
  await page.locator('#field-passphrase').fill(instance.person.passphrase)
  await page.locator('form button[type=submit]').click()
  await page.locator('.status-line').waitFor()
}
/** Until the app lies on the device and looks after this page. */
const installed = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready
    while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 50))
  })
const missingTexts = (page: Page) =>
  page.evaluate(() => [...((globalThis as { ariadneMissingTexts?: Set<string> }).ariadneMissingTexts ?? [])])
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
/** Goes to another page of the app without loading it anew, as a link does. */
const go = async (page: Page, path: string) => {
  await page.evaluate((to) => {
    history.pushState(null, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, path)
  await page.locator('h1').waitFor()
}

test('a wrong passphrase gets no hint, a right one leads home, and the passphrase is never sent', async () => {
  const { page, complaints } = await start()
  const sent: string[] = []
  page.on('request', (request) => sent.push(request.postData() ?? ''))
  await page.locator('#field-email').fill(instance.person.email)
  await page.locator('#field-passphrase').fill('not this one at all')
  await page.locator('form button[type=submit]').click()
  const summary = page.locator('.error-summary')
  await summary.waitFor()
  expect(await summary.textContent()).toContain('Address and passphrase do not fit together')
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('error-summary')
  await signIn(page)
  expect(await page.locator('h1').textContent()).toBe('What needs you today')
  expect(sent.join()).not.toContain(instance.person.passphrase)
  expect(complaints.filter((text) => !text.includes('401'))).toEqual([])
})

test('a page that was loaded once works with no network: reload, unlock, read, write, and send later', async () => {
  const { page, context } = await start()
  await signIn(page)
  await installed(page)
  instance.cut = true
  await page.reload()
  // The key outlived the reload in the service worker's memory.
  await page.locator('.work-queue').first().waitFor()
  expect(await page.locator('.status-line').textContent()).toContain('No network')

  // In a new tab after the worker has forgotten it, the passphrase opens the device, without a server.
  await page.evaluate(() => navigator.serviceWorker.controller?.postMessage({ type: 'key.drop' }))
  const second = await context.newPage()
  await second.goto(instance.url)
  await second.locator('#field-secret').fill('wrong wrong wrong')
  await second.locator('form button[type=submit]').click()
  await second.locator('.error-summary').waitFor()
  await second.locator('#field-secret').fill(instance.person.passphrase)
  await second.locator('form button[type=submit]').click()
  await second.locator('.work-queue').first().waitFor()
})

test('what lies on the device names nobody and cannot be read', async () => {
  const { page } = await start()
  await signIn(page)
  const stored = await page.evaluate(async () => {
    const open = indexedDB.open('ariadne')
    const db = await new Promise<IDBDatabase>((resolve) => (open.onsuccess = () => resolve(open.result)))
    const all = async (store: string) => {
      const request = db.transaction(store).objectStore(store).getAll()
      return new Promise<unknown[]>((resolve) => (request.onsuccess = () => resolve(request.result)))
    }
    const bytes = (value: unknown): unknown =>
      value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value
    const text = JSON.stringify([await all('profiles'), await all('rows')], (_, value) => bytes(value))
    return text + JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }) + document.title
  })
  expect(stored.length).toBeGreaterThan(1_000)
  expect(stored).not.toContain('vesna')
  expect(stored).not.toContain('Vesna')
  expect(stored).not.toContain('MK-26')
})

test('another language changes the words and nothing else: what is typed stays, the page turns round', async () => {
  const { page } = await start()
  await page.locator('#field-email').fill('half-typed@')
  await page.locator('.header .menu summary').first().click()
  await page.locator('.menu-item:has([lang=ar])').click()
  await page.waitForFunction(() => document.documentElement.dir === 'rtl')
  expect(await page.locator('#field-email').inputValue()).toBe('half-typed@')
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('ar')
  await page.reload()
  await page.locator('h1').waitFor()
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('ar')
})

test('locking hides the page and keeps it; a session that ends asks over the page', async () => {
  const { page } = await start()
  await signIn(page)
  await go(page, '/account/pin')
  await page.locator('#field-pin').fill('482915')
  await page.getByRole('button', { name: 'Lock now' }).click()
  await page.locator('#field-secret').waitFor()
  expect(await page.locator('#field-pin').isVisible()).toBe(false)
  await page.locator('#field-secret').fill(instance.person.passphrase)
  await page.locator('form button[type=submit]').last().click()
  await page.locator('.lock-cover').waitFor({ state: 'detached' })
  expect(await page.locator('#field-pin').inputValue()).toBe('482915')

  instance.endSessions()
  await go(page, '/queues/guardian_needed')
  await page.getByRole('dialog').waitFor()
  await page.locator('#field-again-passphrase').fill(instance.person.passphrase)
  await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

test('a PIN opens this device, and after five wrong ones only the passphrase does', async () => {
  const { page } = await start()
  await signIn(page)
  await go(page, '/account/pin')
  await page.locator('#field-passphrase').fill(instance.person.passphrase)
  for (const [pin, why] of [
    ['123456', 'stand in a row'],
    ['121212', 'repeats itself'],
  ] as const) {
    await page.locator('#field-pin').fill(pin)
    await page.getByRole('button', { name: 'Set the PIN' }).click()
    await page.locator('#field-pin-error', { hasText: why }).waitFor()
  }
  await page.locator('#field-pin').fill('482915')
  await page.getByRole('button', { name: 'Set the PIN' }).click()
  await page.getByText('The PIN is set').waitFor()
  const lock = () => page.getByRole('button', { name: 'Lock now' }).click()
  const unlock = async (secret: string) => {
    await page.locator('#field-secret').fill(secret)
    await page.getByRole('button', { name: 'Unlock' }).click()
  }
  await lock()
  await unlock('482915')
  await page.locator('.lock-cover').waitFor({ state: 'detached' })
  await lock()
  for (const left of [4, 3, 2, 1]) {
    await unlock('000000')
    await page.getByText(`${left} tr`).first().waitFor()
  }
  await unlock('000000')
  await page.getByText('Use your passphrase').first().waitFor()
  await unlock(instance.person.passphrase)
  await page.locator('.lock-cover').waitFor({ state: 'detached' })
})

test('a new member makes the keys in the browser: what is sent opens with their passphrase and with nothing else', async () => {
  const { page } = await start({}, '/enrol#one-time-token-one-time-token')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Make my account' }).click()
  await page.locator('.error-summary').waitFor()
  await page.locator('.error-summary a').first().click()
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('field-next')
  await page.locator('#field-next').fill('a long walk to the harbour')
  await page.locator('#field-again').fill('a long walk to the harbour')
  await page.locator('#field-understood').check()
  await page.getByRole('button', { name: 'Make my account' }).click()
  await page.getByText('Waiting for a colleague').waitFor()
  expect(page.url()).not.toContain('one-time-token')
  const [sent] = instance.enrolled as {
    salt: string
    kdf: unknown
    loginSecret: string
    publicKey: string
    wrappedSeed: string
  }[]
  if (!sent) throw new Error('Nothing was sent')
  expect(JSON.stringify(sent)).not.toContain('harbour')
  const derived = await deriveFromPassphrase('a long walk to the harbour', fromBase64Url(sent.salt), sent.kdf, 'live')
  expect(derived.loginSecret).toBe(sent.loginSecret)
  const subject = { purpose: 'member', memberId: 'mbr_new', version: 1 } as const
  const seed = await unwrapSeed(JSON.parse(sent.wrappedSeed), derived.wrappingKey, subject)
  expect((await makeKeyPair(seed)).publicKey).toBe(sent.publicKey)
})

test('Shift three times leaves: nothing of the page is left', async () => {
  const { page, context } = await start()
  await context.route('https://www.wikipedia.org/**', (route) => route.fulfill({ body: 'harmless' }))
  await signIn(page)
  for (let time = 0; time < 3; time++) await page.keyboard.press('Shift')
  await page.waitForURL('https://www.wikipedia.org/')
})

test('focus goes to the new heading, the skip link leads past the header', async () => {
  const { page } = await start()
  await signIn(page)
  await page.locator('.status-line-end a').click()
  await page.getByRole('heading', { level: 1, name: 'Outbox' }).waitFor()
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1')
  await page.keyboard.press('Shift+Tab')
  await page.locator('.skip-link').focus()
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
})

const sendAbout = (page: Page, subject: 'one' | 'two') =>
  page.getByRole('button', { name: `Send about ${subject}` }).click()

test('what is sent with no network waits, is seen to wait, goes once from two tabs, and survives closing them', async () => {
  const { page, context } = await start()
  await signIn(page)
  await installed(page)
  await go(page, '/dev/components')
  instance.cut = true
  await sendAbout(page, 'one')
  await sendAbout(page, 'one')
  await sendAbout(page, 'two')
  await page.getByText('3 waiting to send.').waitFor()
  const second = await context.newPage()
  await second.goto(`${instance.url}/outbox`)
  await second.getByText('3 are waiting').waitFor()
  await screenshot(second, 'shell/outbox-waiting')
  await page.close()
  instance.cut = false
  // By the time it is pressed all may have gone by itself.
  const tryAll = second.getByRole('button', { name: 'Try all now' })
  await Promise.race([tryAll.click().catch(() => undefined), second.getByText('Last sent').waitFor()])
  await second.getByText('Last sent').waitFor()
  // The second about one subject goes when the first has been answered.
  await expect.poll(() => instance.commands.length, { timeout: 90_000 }).toBe(3)
  expect(new Set(instance.commands.map((command) => command.id)).size).toBe(3)
})

test('a refused entry says why, is kept, holds back only its own subject, and can be let go of', async () => {
  const { page } = await start()
  instance.outcome = ({ kind }) =>
    instance.commands.length === 1
      ? { status: 'refused', code: 'stale_version', field: 'printed', remedy: 'Read it again and redo it.' }
      : { status: 'accepted', kind }
  await signIn(page)
  await go(page, '/dev/components')
  await sendAbout(page, 'one')
  await page.getByText('1 needs you.').waitFor()
  await sendAbout(page, 'one')
  await sendAbout(page, 'two')
  await page.getByText('Last sent').waitFor()
  await page.locator('.status-line-end a').click()
  await page.locator('.outbox-entry[data-state=refused]').waitFor()
  expect(await page.locator('.outbox-entry[data-state=waiting]').count()).toBe(1)
  await expectAccessible(page)
  await screenshot(page, 'shell/outbox-refused')
  await page.getByRole('button', { name: 'Let it go' }).click()
  await page.getByRole('button', { name: 'Remove it' }).click()
  await page.locator('.outbox-entry[data-state=sent]').nth(1).waitFor()
  expect(instance.commands).toHaveLength(3)
})

test('an answer that was lost on the way: the same command goes again under the same id', async () => {
  const { page } = await start()
  await signIn(page)
  await go(page, '/dev/components')
  let lost = 0
  await page.route('**/api/commands', async (route) => {
    if (lost++ > 0) return route.continue()
    await route.fetch()
    await route.abort()
  })
  await sendAbout(page, 'one')
  await page.getByText('Last sent').waitFor()
  expect(instance.commands).toHaveLength(2)
  expect(new Set(instance.commands.map((command) => command.id)).size).toBe(1)
})

const PAGES = ['/', '/outbox', '/account', '/account/pin', '/account/second-factor', '/help', '/help/words', '/demo', '/queues/guardian_needed', '/nowhere', '/dev/components'] // prettier-ignore

test.each([
  { locale: 'en', viewport: phone, axe: true },
  { locale: 'en', viewport: desktop, axe: false },
  { locale: 'ar', viewport: phone, axe: false },
  { locale: 'ar', viewport: desktop, axe: true },
  { locale: 'sr', viewport: { width: 320, height: 640 }, axe: false },
])(
  'every page of the frame in $locale at $viewport.width px: nothing cut off, no text missing, no rule of WCAG broken',
  async ({ locale, viewport, axe }) => {
    const { page } = await start({ locale, viewport })
    const look = async (path: string) => {
      if (axe) await expectAccessible(page)
      expect([path, await overflow(page)]).toEqual([path, 0])
      await screenshot(
        page,
        `shell/${path.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home'}-${locale}-${viewport.width}`,
      )
    }
    await page.locator('.demo-person').waitFor()
    await look('/sign-in')
    await signIn(page)
    for (const path of PAGES) {
      await go(page, path)
      await page.waitForLoadState('networkidle')
      await look(path)
    }
    expect(await missingTexts(page)).toEqual([])
  },
)

test('dark colours keep their contrast', async () => {
  const { page } = await start({ colorScheme: 'dark' })
  await signIn(page)
  await go(page, '/dev/components')
  await page.waitForLoadState('networkidle')
  await expectAccessible(page)
  await screenshot(page, 'shell/components-dark')
})
