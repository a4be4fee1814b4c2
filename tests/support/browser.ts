import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import { prepareChromium } from './chromium.ts'

/** The two sizes every page is looked at in. */
export const phone = { width: 390, height: 844 }
export const desktop = { width: 1280, height: 900 }

let launched: Promise<Browser> | undefined

afterAll(async () => {
  await (await launched)?.close()
  launched = undefined
})

/** One browser for a test file. */
export function browser(): Promise<Browser> {
  launched ??= launch()
  return launched
}

function launch() {
  const { executablePath, env } = prepareChromium()
  return chromium.launch({
    executablePath,
    // Root has no sandbox to give, containers little shared memory. Nothing here loosens what pages may do: a test has
    // to meet the same content security policy and origins as a person's browser.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none'],
    env: { ...process.env, ...env },
  })
}

export type Visit = {
  context: BrowserContext
  page: Page
  /** What the page complained of: exceptions, errors on its console, a broken content security policy. */
  complaints: string[]
}

/**
 * A browser of someone who was never here before: own storage, own cookies, own service worker.
 *
 * @example
 * const { page, context, complaints } = await visit(`${url}/`, { locale: 'ar', viewport: phone })
 * await context.setOffline(true)
 */
export async function visit(url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await (
    await browser()
  ).newContext({ viewport: desktop, locale: 'en', timezoneId: 'Europe/Skopje', ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(url)
  return { context, page, complaints }
}

const standard = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * The rules of WCAG 2.2 A and AA that the page, as it is now, breaks: the rule, the advice and the element of each. What
 * axe calls its legacy mode looks into no frame of another origin, of which there is none, and opens no second page to
 * sum up in; with only what is broken told, it takes well under half the time.
 */
export async function findBarriers(page: Page): Promise<string[]> {
  // What sticks to an edge covers whatever scrolls by and is uncovered again a finger's width later, which axe does not
  // know: for the measure it lies in its own place. That focus is never under it is the keyboard's walk to see.
  const restore = await page.evaluateHandle(() => {
    const stuck = [...document.querySelectorAll<HTMLElement>('*')].filter(
      (one) => getComputedStyle(one).position === 'sticky',
    )
    for (const one of stuck) one.style.position = 'static'
    return () => {
      for (const one of stuck) one.style.position = ''
    }
  })
  const { violations } = await new AxeBuilder({ page })
    .options({ runOnly: standard, resultTypes: ['violations'] })
    .setLegacyMode(true)
    .analyze()
  await restore.evaluate((back) => back())
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`))
}

/** Fails with what `findBarriers` finds. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await findBarriers(page)).toEqual([])
}

/** Waits until the bundled fonts are there, then keeps a picture in test-results/screenshots. */
export async function screenshot(page: Page, name: string): Promise<string> {
  const path = join(import.meta.dirname, '../../test-results/screenshots', `${name}.png`)
  mkdirSync(dirname(path), { recursive: true })
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path, fullPage: true })
  return path
}
