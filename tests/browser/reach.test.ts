import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desktop, expectAccessible, phone, screenshot, visit } from '../support/browser.ts'
import { type Region, startRegion } from '../support/region.ts'
import { sitDown } from './support/desk.ts'

// Somebody from outside, in a language that the interface is not written in.

let region: Region

beforeAll(async () => {
  region = await startRegion(['mk'], { listen: true })
})
afterAll(() => region.stop())

const tap = (page: Page, name: string, value: string) =>
  page.locator(`.choice:has(input[name="${name}"][value="${value}"]) label`).click()
const onPage = (page: Page) =>
  page.evaluate(() => ({ lang: document.documentElement.lang, dir: document.documentElement.dir }))
const looked = async (page: Page, name: string) => {
  const size = page.viewportSize() ?? phone
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), name).toBeLessThanOrEqual(0)
  await page.setViewportSize({ ...size, height: 4000 })
  await expectAccessible(page)
  await page.setViewportSize(size)
  await screenshot(page, `reach/${name}`)
}
/** Pieces of text in the page, each with the language it is said to be in. */
const pieces = async (page: Page) => {
  // Until its code is there, the list of languages is an ordinary one, with every name in the page.
  await page.locator('#field-language[role=combobox]').waitFor()
  return page.evaluate(() => {
    const walk = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT)
    const found: { text: string; lang: string; dir: string }[] = []
    while (walk.nextNode()) {
      const text = walk.currentNode.textContent?.trim() ?? ''
      const around = walk.currentNode.parentElement
      if (text === '' || !around) continue
      found.push({
        text,
        lang: around.closest('[lang]')?.getAttribute('lang') ?? '',
        dir: getComputedStyle(around).direction,
      })
    }
    return found
  })
}

test('a word from outside, written in Dari on a phone, from the choice of language to the answer', async () => {
  const { page } = await visit(`${region.url('mk')}/reach`, { viewport: phone })
  await page.locator('form').first().waitFor()
  await page.locator('[data-language=prs]').waitFor()
  await looked(page, 'choice')
  // With the keyboard alone: the choice is the first thing that is come to.
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.matches('.reach-language summary'))).toBe(true)
  await page.locator('[data-language=prs]').focus()
  await page.keyboard.press('Enter')
  await page.locator('html[lang=prs]').waitFor()
  expect(await onPage(page)).toEqual({ lang: 'prs', dir: 'rtl' })
  expect(new URL(page.url()).hash).toBe('#prs')
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
  const written = await pieces(page)
  // Nothing but the names of units is left in other letters.
  const { units } = (await (await fetch(`${region.url('mk')}/api/reach`)).json()) as { units: { name: string }[] }
  const names = units.map(({ name }) => name)
  const left = written.filter(({ text, lang }) => lang === 'prs' && /\p{Script=Latin}/u.test(text.replace('Shift', '')))
  expect(left.map(({ text }) => text).filter((text) => !names.includes(text))).toEqual([])
  expect(written.map(({ text }) => text)).toEqual(
    expect.arrayContaining(['کمک ضرورت دارید، یا برای کسی تشویش دارید؟', 'خودم', 'نمی‌دانم', 'روان کردن']),
  )
  await looked(page, 'prs')

  await page.locator('form button[type=submit]').first().click()
  await page.locator('.error-summary a').first().waitFor()
  await looked(page, 'prs-errors')
  await tap(page, 'danger', 'no')
  await tap(page, 'about', 'myself')
  await tap(page, 'age', 'adult')
  await tap(page, 'unit', 'unt_mk_nrm_skopje')
  await page.locator('#field-text').fill('در خانه آبی پشت آسیاب هستم')
  await page.locator('form button[type=submit]').first().click()
  await page.locator('.reach-code').waitFor()
  expect(await onPage(page)).toEqual({ lang: 'prs', dir: 'rtl' })
  await looked(page, 'prs-sent')
  const code = await page.locator('.card-letters').innerText()
  // What was chosen lies nowhere on the device.
  expect(
    await page.evaluate(async () => ({
      stored: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
      databases: (await indexedDB.databases()).map(({ name }) => name),
      cookies: document.cookie,
    })),
  ).toEqual({ stored: [], databases: [], cookies: '' })
  expect(
    await region.sql<{ language: string }>('mk', "select document->>'language' as language from app.outside_contact"),
  ).toEqual([{ language: 'prs' }])

  const elena = await sitDown(region, 'mk/elena', { viewport: desktop })
  await elena.takeUp('Messages from outside')
  await elena.page.locator('.work-lines a, .queue a').first().click()
  await elena.sees('Dari')
  await elena.press('Open what was written')
  await elena.sees('در خانه آبی پشت آسیاب هستم')
  await elena.press('We take it up')
  await elena.sees('Screen the person')

  // The address remembers the language, and nothing else does.
  await page.reload()
  await page.locator('html[lang=prs]').waitFor()
  await page.getByText('من از پیش کُد دارم').click()
  await page.locator('#field-code').fill(code)
  await page.getByRole('button', { name: 'پرسیدن', exact: true }).click()
  await page.getByText('آن را به دوش گرفته است').waitFor()
  expect(await page.locator('.details time').innerText()).toMatch(/\p{Script=Arabic}/u)
})

test('where a sentence waits for a native speaker, that sentence stands in the language of the interface and says so', async () => {
  const { page } = await visit(`${region.url('mk')}/reach#rom`, { viewport: phone, locale: 'ar' })
  await page.locator('html[lang=rom]').waitFor()
  await page.locator('form').first().waitFor()
  const written = await pieces(page)
  expect(written).toContainEqual({ text: 'Na džanav', lang: 'rom', dir: 'ltr' })
  expect(await page.locator('h1 > span').getAttribute('lang')).toBe('ar')
  for (const { text, lang, dir } of written)
    if (/\p{Script=Arabic}/u.test(text)) expect([lang, dir], text).not.toEqual(['rom', 'ltr'])
  await looked(page, 'rom-over-ar')
  // Another language of the interface is one more choice, and is not kept either.
  await page.locator('.reach-language summary').click()
  await page.locator('[data-language=sq]').click()
  await page.locator('html[lang=sq]').waitFor()
  expect(await page.locator('h1 > span').count()).toBe(0)
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([])
})

test.each(['ps', 'tr', 'uk', 'bs-Cyrl', 'ckb'])(
  'on a phone the page fits in %s, and the browser’s own wish is heard',
  async (language) => {
    const { page } = await visit(`${region.url('mk')}/reach#${language}`, { viewport: phone })
    await page.locator(`html[lang=${language}]`).waitFor()
    await page.locator('form').first().waitFor()
    await looked(page, language)
    if (language !== 'uk') return
    const wished = await visit(`${region.url('mk')}/reach`, { viewport: phone, locale: 'uk-UA' })
    await wished.page.locator('html[lang=uk]').waitFor()
    expect(new URL(wished.page.url()).hash).toBe('')
  },
)
