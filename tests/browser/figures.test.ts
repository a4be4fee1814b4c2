import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { seedFigures, seedReleases } from '../../apps/server/src/demo/figures.ts'
import { DEMO_COUNTRIES } from '../../apps/server/src/demo/people.ts'
import { startRegion, type Region } from '../support/region.ts'
import { sitDown, type Desk } from './support/desk.ts'

/** What pages tell others than the coordinator is nobody or at least so many (apps/server/src/figures/cells.ts). */
const SAFE_THRESHOLD = 5

// Pages of figures with invented years behind them: what rose, how it went, where, how long, and what of it is told outside.

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const CODES = ['mk', 'rs', 'net']
let region: Region

beforeAll(async () => {
  region = await startRegion(CODES, { listen: true })
  const seeded = DEMO_COUNTRIES.filter(({ code }) => CODES.includes(code)).map((country) => ({
    country,
    instance: region.instance(country.code),
  }))
  for (const { country, instance } of seeded) await seedFigures(country, instance, new Date())
  await seedReleases(seeded, ({ code }) => region.url(code), new Date())
  await region.settle()
})
afterAll(() => region.stop())

const TWIN = 'The same as a table'

/** Opens the table behind the first picture with the keyboard alone, and answers the cells of its rows. */
const readTwin = async (page: Page): Promise<string[][]> => {
  const summary = page.locator('figure summary').filter({ hasText: TWIN }).first()
  await summary.focus()
  await page.keyboard.press('Enter')
  const rows = page.locator('figure').first().locator('table.twin tbody tr')
  await rows.first().waitFor()
  return rows.evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent.trim())))
}
const numbersOf = (text: string): string[] => text.match(/\d+/gu) ?? []

const pageOf = async (desk: Desk, path: string): Promise<void> => {
  await desk.go(path)
  await desk.page.locator('figure .figure-finding, .alert, table, form, .release').first().waitFor()
  await desk.page.waitForLoadState('networkidle')
}

test('a coordinator reads every page of figures: a finding as its title, the same as a table, a file of it', async () => {
  const sonja = await sitDown(region, 'mk/sonja')
  const { page } = sonja
  for (const name of ['watch', 'trends', 'funnel', 'map', 'timeliness', 'capacity', 'quality']) {
    await pageOf(sonja, `/figures/${name}`)
    const figure = page.locator('figure').first()
    expect(await figure.locator('.figure-finding').innerText(), name).toMatch(/\p{L}/u)
    expect(await figure.locator('.figure-foot').innerText(), name).toContain('Source')
    // Nothing can be opened on paper: finding, table, source and note stand there.
    await page.emulateMedia({ media: 'print' })
    const isPrinted = (part: string) =>
      figure
        .locator(part)
        .first()
        .evaluate(
          (one) => one.checkVisibility({ contentVisibilityAuto: true }) && one.getBoundingClientRect().height > 0,
        )
    for (const part of ['.figure-finding', '.figure-foot > p, .details-body > p', 'table.twin'])
      expect(await isPrinted(part), `${name} ${part}`).toBe(true)
    await page.emulateMedia({ media: 'screen' })
    expect(await isPrinted('table.twin'), name).toBe(false)
    const rows = await readTwin(page)
    expect(rows.length, name).toBeGreaterThan(0)
    expect(rows.flat().join(' '), name).toMatch(/\d/u)
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      figure.getByRole('button', { name: 'Save as CSV' }).click(),
    ])
    const lines = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\n')
    expect(lines.length, name).toBe(rows.length + 1)
    await page.locator('figure summary').filter({ hasText: TWIN }).first().click()
    await sonja.picture(`figures-${name}`)
  }
  expect(sonja.complaints).toEqual([])
})

test('a picture is walked with the keys, and its points say what the table says', async () => {
  const { page, ...sonja } = await sitDown(region, 'mk/sonja')
  await pageOf({ page, ...sonja }, '/figures/trends')
  const rows = await readTwin(page)
  const point = page.locator('figure').first().locator('[role=img][tabindex="0"]')
  await point.focus()
  const here = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
  const last = await here()
  await page.keyboard.press('ArrowLeft')
  const before = await here()
  expect(before).not.toBe(last)
  const told = new Set(rows.flatMap((row) => row.flatMap(numbersOf)))
  const [value = ''] = numbersOf(before.split(':')[1] ?? '')
  expect(told).toContain(value)
})

test('on paper: the picture and its source, nothing to press', async () => {
  const sonja = await sitDown(region, 'mk/sonja')
  await pageOf(sonja, '/figures/funnel')
  await sonja.page.emulateMedia({ media: 'print' })
  expect(await sonja.page.locator('figure').first().isVisible()).toBe(true)
  expect(await sonja.page.locator('button:visible').count()).toBe(0)
  expect(await sonja.page.locator('nav:visible').count()).toBe(0)
})

test('what leaves the country: releases with what was checked, and a report whose every cell opens to its definition', async () => {
  const sonja = await sitDown(region, 'mk/sonja')
  await pageOf(sonja, '/figures/releases')
  await sonja.unfold('What was checked')
  await sonja.picture('figures-releases')
  await pageOf(sonja, `/figures/reports/country-update?year=${new Date().getUTCFullYear() - 1}`)
  await sonja.picture('figures-report')
  await sonja.page.locator('table td button').first().click()
  await sonja.page.getByRole('dialog').waitFor()
  expect(await sonja.page.getByRole('dialog').innerText()).toMatch(/\p{L}{3,}/u)
  expect(sonja.complaints).toEqual([])
})

test('what a law demands: who receives it is asked, the file is saved, and the log says what is still to be confirmed', async () => {
  const sonja = await sitDown(region, 'mk/sonja')
  const { page } = sonja
  await pageOf(sonja, `/figures/reports/directive-annual?year=${new Date().getUTCFullYear() - 1}`)
  await sonja.press('Send as a law demands')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await sonja.picture('figures-law-dialog')
  const recipient = dialog.getByLabel('Recipient')
  expect(await recipient.inputValue()).not.toBe('')
  await recipient.fill('')
  await dialog.getByRole('button', { name: 'Note it and get the file' }).click()
  await dialog.getByText('Say who receives it.').waitFor()
  await recipient.fill('European Commission, for a test')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Note it and get the file' }).click(),
  ])
  expect(readFileSync(await file.path(), 'utf8')).toContain('victims.registered')
  await sonja.sees('Noted. The file is on this device.')
  await sonja.follow('See the log')
  const row = page.getByRole('row').filter({ hasText: 'European Commission, for a test' })
  await row.waitFor()
  expect(await row.innerText()).toContain('to be confirmed')
  await sonja.picture('figures-law')
  // Closed with Escape, nothing is noted.
  await pageOf(sonja, `/figures/reports/directive-annual?year=${new Date().getUTCFullYear() - 1}`)
  await sonja.press('Send as a law demands')
  await dialog.waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await sonja.go('/figures/law')
  await row.waitFor()
  expect(await row.count()).toBe(1)
  expect(sonja.complaints).toEqual([])
})

test('a page that waits for an audit says so once it takes over a second, and then shows what may be told', async () => {
  const nada = await sitDown(region, 'mk/nada')
  const { page } = nada
  const [asked, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  await page.route('**/api/figures/map?*', async (route) => {
    asked.resolve()
    await answered.promise
    await route.continue()
  })
  await nada.go('/figures/map')
  await asked.promise
  await nada.sees('It is being worked out what may be told')
  expect(await page.locator('figure').count()).toBe(0)
  answered.resolve()
  await page.locator('figure .figure-finding').first().waitFor()
  expect(await page.getByText('It is being worked out what may be told').count()).toBe(0)
  expect(nada.complaints).toEqual([])
})

test('a rapporteur sees the same pages in safe numbers, and none that is not theirs', async () => {
  const nada = await sitDown(region, 'mk/nada')
  await pageOf(nada, '/figures/map')
  const counts = (await readTwin(nada.page)).flatMap((row) => row.slice(1)).filter((cell) => /^\d+$/u.test(cell))
  expect(counts.length).toBeGreaterThan(0)
  // Nothing between nobody and five is told to others than the coordinator.
  for (const count of counts) expect(Number(count) === 0 || Number(count) >= SAFE_THRESHOLD).toBe(true)
})

test('the secretariat: map, years, what rose, and who has not reported', async () => {
  const clara = await sitDown(region, 'net/clara')
  await pageOf(clara, `/figures/region?year=${new Date().getUTCFullYear() - 1}`)
  await clara.sees('still owe a report')
  await clara.page.locator('figure').nth(1).waitFor()
  await clara.picture('figures-region')
  expect(clara.complaints).toEqual([])
})

test('a note from the ground outlives the tab it is written in, and two presses send one', async () => {
  const mira = await sitDown(region, 'mk/mira')
  const { page } = mira
  await mira.go('/figures/notes/new')
  await page.locator('label[for=field-kind]').click()
  await page.locator('label[for=field-code]').click()
  await page.locator('input[name=words]').fill('vans that come at night')
  await page.locator('input[name=words]').blur()
  await page.waitForTimeout(600)
  await mira.go('/')
  await mira.go('/figures/notes/new')
  expect(await page.locator('input[name=words]').inputValue()).toBe('vans that come at night')
  expect(await page.locator('input[name=code]:checked').count()).toBe(1)
  for (const name of ['times', 'when']) await page.locator(`label[for=field-${name}]`).click()
  await page.locator('form button[type=submit]').dblclick()
  await page.waitForURL(/\/figures\/notes$/u)
  await page.getByText('vans that come at night').first().waitFor()
  await page.waitForLoadState('networkidle')
  expect(await page.getByText('vans that come at night').count()).toBe(1)
  await mira.go('/figures/notes/new')
  expect(await page.locator('input[name=words]').inputValue()).toBe('')
})
