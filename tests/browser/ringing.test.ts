import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newVapidKey } from '../../apps/server/src/intake/ringer/vapid.ts'
import { desktop, expectAccessible, phone, screenshot } from '../support/browser.ts'
import { type Region, startRegion } from '../support/region.ts'
import { type Desk, sitDown } from './support/desk.ts'

// A telephone that rings while the app is closed. The browser of the tests has no push service behind it: it is given an address at one
// of ours, and what arrives there is handed to its service worker as the browser itself would.

const rings: { path: string; body: string }[] = []
const service = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    rings.push({ path: request.url ?? '', body })
    response.writeHead(201).end()
  })
})

let region: Region
let host: string
beforeAll(async () => {
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  host = `127.0.0.1:${(service.address() as AddressInfo).port}`
  const { privateKey } = newVapidKey()
  const push = { privateKey, subject: 'mailto:operator@mk.example', hosts: [host] }
  region = await startRegion(['mk'], { listen: true, settings: { push } })
})
afterAll(async () => {
  service.close()
  await region?.stop()
})

/** An address of our own in the place of one by the maker of the browser. */
const giveAddress = async ({ context, page }: Desk, endpoint: string) => {
  await context.grantPermissions(['notifications'], { origin: new URL(page.url()).origin })
  await context.addInitScript((address) => {
    Object.defineProperty(Notification, 'permission', { get: () => 'granted' })
    const KEPT = 'test.address'
    const subscription = (applicationServerKey: ArrayBuffer | null) => ({
      endpoint: address,
      options: { applicationServerKey, userVisibleOnly: true },
      unsubscribe: () => {
        localStorage.removeItem(KEPT)
        return Promise.resolve(true)
      },
    })
    PushManager.prototype.subscribe = () => {
      localStorage.setItem(KEPT, '1')
      return Promise.resolve(subscription(null) as unknown as PushSubscription)
    }
    PushManager.prototype.getSubscription = () =>
      Promise.resolve(localStorage.getItem(KEPT) === null ? null : (subscription(null) as unknown as PushSubscription))
  }, endpoint)
  await page.reload()
  await page.locator('.status-line').waitFor()
}

/** The browser hands a push message to the service worker, with whatever is in it. */
const deliver = async ({ context, page }: Desk, data: string) => {
  const session = await context.newCDPSession(page)
  const origin = new URL(page.url()).origin
  const known = new Promise<string>((resolve) =>
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find((one) => one.scopeURL.startsWith(origin) && !one.isDeleted)
      if (own) resolve(own.registrationId)
    }),
  )
  await session.send('ServiceWorker.enable')
  await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId: await known, data })
}
/**
 * What the worker asks the device to show. A browser without a screen refuses every note, permission or not, so it is written down at
 * the very last step.
 */
const writeDownNotes = async ({ context }: Desk): Promise<() => Promise<unknown[]>> => {
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
  type Writing = { shown: unknown[]; registration: ServiceWorkerRegistration }
  await worker.evaluate(() => {
    const here = self as unknown as Writing
    here.shown = []
    here.registration.showNotification = (title, options) => {
      here.shown.push({ title, ...options })
      return Promise.resolve()
    }
  })
  return () => worker.evaluate(() => (self as unknown as Writing).shown)
}
const looked = async ({ page }: Desk, name: string) => {
  const size = page.viewportSize() ?? phone
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), name).toBeLessThanOrEqual(0)
  await page.setViewportSize({ ...size, height: 2600 })
  await expectAccessible(page)
  await screenshot(page, `ringing/${name}`)
  await page.setViewportSize(size)
}

test.for([
  {
    who: 'mk/elena',
    locale: 'en',
    allow: 'Ring this device',
    once: 'Ring once to try it',
    note: { title: 'Something waits for you', body: 'Open to see it', lang: 'en', dir: 'ltr' },
  },
  {
    who: 'mk/vesna',
    locale: 'ar',
    allow: 'تفعيل التنبيه على هذا الجهاز',
    once: 'تجربة مرة واحدة',
    note: { title: 'هناك ما ينتظرك', body: 'افتح لتراه', lang: 'ar', dir: 'rtl' },
  },
])(
  '$locale: off, let ring, tried: the note says the same few words whatever came with it; signing out ends it',
  async (one) => {
    const desk = await sitDown(region, one.who, { viewport: phone, locale: one.locale })
    const { page } = desk
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    const address = `http://${host}/push/${one.locale}`
    await giveAddress(desk, address)
    await desk.go('/duty')
    const state = page.locator('.ringer [role=status]')
    await state.waitFor()
    await looked(desk, `${one.locale}-off-phone`)
    const off = await state.innerText()
    await page.getByRole('button', { name: one.allow, exact: true }).click()
    await page.getByRole('button', { name: one.once, exact: true }).waitFor()
    expect(await state.innerText()).not.toBe(off)
    const kept = () =>
      region.sql<{ endpoint: string }>('mk', `select endpoint from app.ringer where endpoint = '${address}'`)
    expect(await kept()).toEqual([{ endpoint: address }])

    await page.getByRole('button', { name: one.once, exact: true }).click()
    await page.locator('.ringer .callout').waitFor()
    await expect.poll(() => rings.filter(({ path }) => path === `/push/${one.locale}`)).toHaveLength(1)
    expect(rings.at(-1)?.body).toBe('')
    await looked(desk, `${one.locale}-on-phone`)
    await page.setViewportSize(desktop)
    await looked(desk, `${one.locale}-on-desk`)

    // Nothing came with it; then somebody sends what a note must never show.
    const shown = {
      ...one.note,
      tag: 'ring',
      renotify: true,
      requireInteraction: true,
      data: { path: '/queues/duty_alarm' },
    }
    const notes = await writeDownNotes(desk)
    await deliver(desk, '')
    await expect.poll(notes).toEqual([shown])
    await deliver(desk, JSON.stringify({ title: 'A boy at Gevgelija', path: '/cases/1' }))
    await expect.poll(notes).toEqual([shown, shown])

    // Whoever signs out is called here no more.
    await page.locator('.header-actions details.menu summary').last().click()
    await page.locator('.header-actions details[open] .menu-item').last().click()
    await page.locator('#field-email').waitFor()
    expect(await kept()).toEqual([])
    expect(desk.complaints).toEqual([])
  },
)
