import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { phone, screenshot } from '../support/browser.ts'
import { type Region, startRegion } from '../support/region.ts'
import { sitDown } from './support/desk.ts'

// Every set of signs, walked on a telephone with no network: chosen, looked through, one sign marked, the action read.

let region: Region

beforeAll(async () => {
  region = await startRegion(['mk'], { listen: true })
})
afterAll(() => region.stop())

const folder = join(import.meta.dirname, '../../content/indicator-sets')
const sets = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => {
    const version = readdirSync(join(folder, entry.name)).toSorted().at(-1) ?? ''
    return parse(readFileSync(join(folder, entry.name, version, 'set.yaml'), 'utf8')) as {
      id: string
      subject: 'adult' | 'child' | 'anyone'
    }
  })

const choose = (page: Page, name: string, value: string) =>
  page.locator(`input[name="${name}"][value="${value}"]`).check({ force: true })
const goOn = async (page: Page) => {
  const before = page.url()
  await page.locator('form button[type=submit]').click()
  await page.waitForURL((url) => url.href !== before)
  await page.locator('h1').waitFor()
}

test.each([
  ['ar', 'rtl', 'الألبانية'],
  // The browser of the tests has no Albanian names of languages: they are ours.
  ['sq', 'ltr', 'shqip'],
])('every set, in %s, with no network', { timeout: 240_000 }, async (language, direction, spoken) => {
  const { page, context, complaints, go } = await sitDown(region, 'mk/mira', { viewport: phone, locale: language })
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
    while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 50))
  })
  await page.waitForLoadState('networkidle')
  await go('/screening')
  await context.setOffline(true)
  const fits = async () => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    expect(await page.evaluate(() => document.documentElement.dir)).toBe(direction)
  }
  for (const { id, subject } of sets) {
    await page.locator('a[href="/screening/new"]').first().click()
    await page.locator('#field-placeType').selectOption('border_crossing')
    const list = page.locator('#field-language[role=combobox]')
    await list.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }))
    await list.click()
    await list.pressSequentially(spoken, { delay: 20 })
    await page.getByRole('option', { name: spoken }).first().waitFor()
    await list.press('ArrowDown')
    await page.locator('[role=option][data-focused]').waitFor()
    await list.press('Enter')
    await choose(page, 'interpreter', 'none_available')
    await goOn(page)
    await choose(page, 'safeToTalk', 'yes')
    await goOn(page)
    await choose(page, 'ageBand', subject === 'child' ? '12_15' : '25_39')
    await choose(page, 'sex', 'Feminine')
    await choose(page, 'accompaniment', 'alone')
    await page.locator('details:has(input[name=set]) > summary').click()
    await choose(page, 'set', id)
    await goOn(page)
    const shown = page.locator('.signs').first().locator('[id^=sign-]')
    await shown.first().waitFor()
    expect(await shown.count(), id).toBeLessThanOrEqual(8)
    await shown.first().locator('button[data-mark=present]').click()
    await fits()
    await screenshot(page, `sets/${language}-${id}-signs`)
    await goOn(page)
    expect(new URL(page.url()).pathname.split('/').at(-1), id).toBe('outcome')
    await fits()
    await screenshot(page, `sets/${language}-${id}-action`)
    await page.locator('nav a[href="/screening"]').first().click()
    await page.locator('a[href="/screening/new"]').first().waitFor()
  }
  expect(complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
  expect(
    await page.evaluate(() => [...((Reflect.get(globalThis, 'ariadneMissingTexts') as Set<string> | undefined) ?? [])]),
  ).toEqual([])
})
