import { mintReference } from '@ariadne/domain'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desktop, expectAccessible, phone, screenshot } from '../support/browser.ts'
import { type Region, startRegion } from '../support/region.ts'
import { sitDown } from './support/desk.ts'

// The first talk with a person whose language the officer does not read, with the network cut before it begins.

let region: Region

beforeAll(async () => {
  region = await startRegion(['mk'], { listen: true })
})
afterAll(() => region.stop())

/** What the stand-in for the device's voices has been told to say, and how often it was silenced. */
interface Voices {
  said: string[]
  silenced: number
}
const voices = (page: Page) => page.evaluate(() => Reflect.get(globalThis, 'voices') as Voices)

/** A browser here has no voices. These two stand in: one of the device for Persian, one on the network for Pashto. */
const withVoices = (page: Page) =>
  page.addInitScript(() => {
    const heard: Voices = { said: [], silenced: 0 }
    Reflect.set(globalThis, 'voices', heard)
    Object.defineProperty(globalThis, 'SpeechSynthesisUtterance', {
      value: class {
        text: string
        constructor(text: string) {
          this.text = text
        }
      },
    })
    Object.defineProperty(globalThis, 'speechSynthesis', {
      value: Object.assign(new EventTarget(), {
        getVoices: () => [
          { lang: 'fa-IR', localService: true },
          { lang: 'ps-AF', localService: false },
        ],
        speak: ({ text }: { text: string }) => heard.said.push(text),
        cancel: () => (heard.silenced += 1),
      }),
    })
  })

const choose = (page: Page, name: string, value: string) =>
  page.locator(`input[name="${name}"][value="${value}"]`).check({ force: true })
const goOn = async (page: Page) => {
  const before = page.url()
  await page.locator('form button[type=submit]').click()
  await page.waitForURL((url) => url.href !== before)
  await page.locator('h1').waitFor()
}
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
const theirs = (page: Page) => page.locator('.language-block[data-role=theirs]')

const beginTalk = async (page: Page, language: string) => {
  await page.locator('a[href="/screening/new"]').first().click()
  await page.locator('#field-placeType').selectOption('border_crossing')
  const list = page.locator('#field-language[role=combobox]')
  await list.click()
  await list.pressSequentially(language, { delay: 40 })
  await page.getByRole('option', { name: language }).first().click()
  await choose(page, 'interpreter', 'none_available')
  await goOn(page)
  await choose(page, 'safeToTalk', 'yes')
  await goOn(page)
  await choose(page, 'ageBand', '25_39')
  await choose(page, 'sex', 'Masculine')
  await choose(page, 'accompaniment', 'alone')
  await goOn(page)
  await page.locator('form .row button').nth(1).click()
}
const openChoice = (page: Page) =>
  page
    .locator('.link-button', { hasText: /language|لغة/i })
    .first()
    .click()
const changeLanguage = async (page: Page, language: string) => {
  await openChoice(page)
  await page.locator(`[data-language="${language}"]`).click()
  await page.locator('.talk').waitFor()
}
/** Goes on, or back, to a part of the talk. */
const goTo = async (page: Page, part: number) => {
  const heading = page.locator('#talk-heading')
  for (;;) {
    const words = await heading.innerText()
    const at = Number(/\d+/.exec(words)?.[0])
    if (at === part) return
    const buttons = page.locator('.talk-way .button:not([data-kind=quiet])')
    await (at < part ? buttons.last() : buttons.first()).click()
    await heading.filter({ hasNotText: words }).waitFor()
  }
}

const OFFICERS = [
  { locale: 'en', viewport: phone, name: 'en-phone', spoken: 'Persian' },
  { locale: 'ar', viewport: desktop, name: 'ar-desk', spoken: 'الفارسية' },
] as const

test.for(OFFICERS)(
  'Persian, Pashto and Sorani with no network, for an officer who reads $locale',
  async ({ locale, viewport, name, spoken }) => {
    const { page, context, complaints, go } = await sitDown(region, 'mk/mira', { viewport, locale })
    await withVoices(page)
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready
      while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 50))
    })
    await go('/screening')
    await page.waitForLoadState('networkidle')
    await context.setOffline(true)
    await beginTalk(page, spoken)
    const looked = async (what: string) => {
      expect(await overflow(page), what).toBeLessThanOrEqual(0)
      await screenshot(page, `interview/${name}-${what}`)
    }
    // The screening says Persian, so the talk stands in Persian; the officer may still choose.
    await changeLanguage(page, 'fa').catch(() => page.locator('[data-language="fa"]').click())
    await page
      .locator('.link-button', { hasText: /language|لغة/i })
      .first()
      .click()
    await page.locator('[data-language]').first().waitFor()
    // Twenty-two languages; Bosnian and Montenegrin stand there in both scripts, as Serbian does.
    expect(await page.locator('[data-language]').count()).toBe(24)
    expect(await page.locator('[data-language]').first().getAttribute('data-language')).toBe('fa')
    await expectAccessible(page)
    await looked('choice')
    await page.locator('#field-talk-language').fill('sorani')
    expect(
      await page.locator('[data-language]').evaluateAll((all) => all.map((one) => one.dataset['language'])),
    ).toEqual(['ckb'])
    await page.locator('[data-language="ckb"]').click()
    await page.locator('.talk').waitFor()

    for (const [language, word] of [
      ['ckb', 'پێویستت'],
      ['ps', 'اړتیا'],
      ['fa', 'نیاز'],
    ] as const) {
      if (language !== 'ckb') await changeLanguage(page, language)
      await goTo(page, 6)
      expect(await theirs(page).getAttribute('lang')).toBe(language)
      expect(await theirs(page).getAttribute('dir')).toBe('rtl')
      expect(await theirs(page).innerText()).toContain(word)
      expect(await page.locator('.language-block[data-role=mine]').getAttribute('lang')).toBe(locale)
      // Answers stand in both languages, each with a picture that is not read out.
      for (const answer of await page.locator('.talk .answer').all()) {
        expect(await answer.locator('svg[aria-hidden=true]').count()).toBe(1)
        expect(await answer.locator(`[lang=${locale}]`).count()).toBe(1)
        expect(await answer.locator(`[lang=${language}][dir=rtl]`).count()).toBe(1)
      }
      expect(await page.locator('.spoken > .button').count(), `voice for ${language}`).toBe(language === 'fa' ? 1 : 0)
      await looked(`needs-${language}`)
    }

    const sentence = await theirs(page).locator('.spoken-text').innerText()
    await page.locator('.spoken > .button').click()
    expect((await voices(page)).said).toEqual([sentence])
    const before = (await voices(page)).silenced
    await page.locator('.talk-way .button').first().click()
    await page.locator('#talk-heading', { hasText: '5' }).waitFor()
    expect((await voices(page)).silenced).toBeGreaterThan(before)

    // What the app puts in stands in the person's language as well.
    await goTo(page, 4)
    expect(await theirs(page).locator('li').count()).toBe(5)
    expect(await theirs(page).locator('li').first().innerText()).toContain('در خطر')
    await page.locator('.spoken > .button').click()
    expect((await voices(page)).said.at(-1)?.split('\n')).toHaveLength(6)
    await looked('limits-fa')
    await expectAccessible(page)
    // What nobody could draft well is shown as its picture and the officer's words, and never as something else.
    await changeLanguage(page, 'rom')
    expect(await theirs(page).count()).toBe(0)
    expect(await page.locator('.spoken .spoken-absent').count()).toBe(1)
    expect(await page.locator('.spoken svg.pictogram').count()).toBe(1)
    await looked('absent-rom')

    // The card is in the language of the talk, neutral and on paper alone.
    await changeLanguage(page, 'ps')
    await page.locator('.talk-way [data-kind=quiet]').click()
    await page.locator('#sign-asks_help_secretly button[data-mark=present]').click()
    await goOn(page)
    await goOn(page)
    await choose(page, 'basis', 'not_agreed')
    await goOn(page)
    await page.locator('form .field .button').first().click()
    expect(await page.locator('.card-side [lang=ps][dir=rtl]').first().innerText()).toContain('ستاسو کوډ')
    expect(await page.locator(`.card-side .card-second[lang=${locale}]`).count()).toBe(2)
    await expectAccessible(page)
    await looked('card-ps')
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('body').innerText()).not.toMatch(/Ariadne|أريادني|مقدونيا|Macedonia/)
    await screenshot(page, `interview/${name}-card-printed`)
    await page.emulateMedia({ media: 'screen' })
    expect(complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
    expect(
      await page.evaluate(() => [
        ...((Reflect.get(globalThis, 'ariadneMissingTexts') as Set<string> | undefined) ?? []),
      ]),
    ).toEqual([])
  },
)

test('an agreement is read together in Urdu, with the very sheet that would be sent, and no network', async () => {
  const elena = await region.person('mk/elena')
  const caseId = await elena.openCase(
    {
      reference: mintReference('MK'),
      fileBasis: 'person_agreed',
      safeToProceed: true,
      ageBand: '25_39',
      sex: 'Feminine',
      languages: ['ur'],
      confidentialityExplained: true,
      nationalityClaimed: null,
      referralId: null,
    },
    { identity: 'Fictional Woman' },
  )
  const { page, context, go, heard } = await sitDown(region, 'mk/elena', { viewport: desktop, locale: 'en' })
  // Languages come onto the device one after the other, in the background.
  await heard('/api/content/interviews/ur')
  await page.waitForLoadState('networkidle')
  await go(`/cases/${caseId}/agreements/new/talk`)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await page.waitForLoadState('networkidle')
  await context.setOffline(true)
  // The case knows which language the person speaks.
  await page.getByRole('button', { name: 'Read it together' }).click()
  await page.locator('.talk').waitFor()
  await goTo(page, 3)
  expect(await theirs(page).getAttribute('lang')).toBe('ur')
  const sheet = theirs(page).locator('.agreement-preview')
  expect(await sheet.getAttribute('lang')).toBe('ur')
  expect(await sheet.getAttribute('dir')).toBe('rtl')
  for (const words of ['کس کو:', 'یہ نہیں بھیجا جاتا', 'شناخت: نام، تاریخِ پیدائش، کاغذات'])
    expect(await sheet.innerText()).toContain(words)
  await screenshot(page, 'interview/en-desk-agreement-ur')
  await goTo(page, 7)
  await expect.poll(() => theirs(page).locator('ul').getAttribute('lang')).toBe('ur')
  expect(await theirs(page).locator('li').first().innerText()).toContain('خطرے')
})

test('a live instance holds no talk in words that nobody has reviewed', async () => {
  const { page, context, go } = await sitDown(region, 'mk/mira', { viewport: phone, locale: 'en' })
  await context.route('**/api/me', async (route) => {
    const answer = await route.fetch()
    const me = (await answer.json()) as { instance: object }
    await route.fulfill({ response: answer, json: { ...me, instance: { ...me.instance, mode: 'live' } } })
  })
  await go('/screening')
  await beginTalk(page, 'Pashto')
  await page.getByText('There is no talk to read from yet').waitFor()
  expect(await page.locator('[data-language], .talk').count()).toBe(0)
})
