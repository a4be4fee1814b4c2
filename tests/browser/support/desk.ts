import type { BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { DEMO_COUNTRIES, DEMO_PASSPHRASE, emailOf } from '../../../apps/server/src/demo/people.ts'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { desktop, phone, screenshot, visit } from '../../support/browser.ts'
import type { Region } from '../../support/region.ts'

/** What somebody answers on a page: the words they read beside the field, and the words they choose or type; `true` ticks it. */
export type Answer = string | readonly string[] | true
export type Answers = Record<string, Answer>

/** A person at a browser of their own. Everything here is done by what can be read on the page, as a person does it. */
export type Desk = {
  name: string
  page: Page
  context: BrowserContext
  complaints: string[]
  /** Goes to a page by its address, as from a bookmark. */
  go: (path: string) => Promise<void>
  press: (label: string | RegExp) => Promise<void>
  follow: (label: string | RegExp) => Promise<void>
  answer: (answers: Answers) => Promise<void>
  /** Answers, then presses Continue (or what the button says). */
  answerAndGoOn: (answers: Answers, button?: string | RegExp) => Promise<void>
  /** Goes to the start page and takes up what waits there under this name. */
  takeUp: (work: string) => Promise<void>
  /** Opens the form of an act, from the next steps or from everything that can be recorded. */
  begin: (act: string) => Promise<void>
  /** Records an act from the page of the case or handover: its link, its form, its summary. */
  record: (act: string, answers?: Answers) => Promise<void>
  /** Says of a sign whether it is there. */
  mark: (sign: string, answer: string) => Promise<void>
  /** Shows what stands behind a summary. */
  unfold: (summary: string | RegExp) => Promise<void>
  /** Opens the first closed seal on the page, for a reason, and reads what is in it. */
  openSeal: (reason: string) => Promise<string>
  sees: (text: string | RegExp) => Promise<void>
  heading: () => Promise<string>
  offline: (isOffline: boolean) => Promise<void>
  /** Waits until the instance has answered under this address, now or since the person signed in. */
  heard: (path: string) => Promise<void>
  /** Keeps what the page looks like for the documentation, where ARIADNE_PICTURES names a folder: in two sizes and two scripts. */
  picture: (name: string) => Promise<void>
}

// Two files share two cores: what is there at once on a quiet machine may take a while.
const WAIT = 60_000

const sitting: Desk[] = []

// What everybody had before them when a step failed says more than the step.
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  for (const desk of sitting) await screenshot(desk.page, `failed-${desk.name}`).catch(() => undefined)
})

/** Signs somebody of the demo in, in a browser that nobody used before. */
export const sitDown = async (region: Region, who: string, options: BrowserContextOptions = {}): Promise<Desk> => {
  const [code = '', login = ''] = who.split('/')
  const country = DEMO_COUNTRIES.find((one) => one.code === code)
  const person = country?.people.find((one) => one.login === login)
  if (!country || !person) throw new Error(`Nobody in the demo region is called ${who}.`)
  const { page, context, complaints } = await visit(`${region.url(code)}/`, options)
  page.setDefaultTimeout(WAIT)
  const answered = new Set<string>()
  page.on('response', (response) => answered.add(new URL(response.url()).pathname))
  const desk = {
    ...deskAt(page, context, complaints, person.name),
    heard: async (path: string) => {
      if (!answered.has(path)) await page.waitForResponse((response) => new URL(response.url()).pathname === path)
    },
  }
  sitting.push(desk)
  await page.locator('#field-email').fill(emailOf(country, person))
  await page.locator('#field-passphrase').fill(DEMO_PASSPHRASE)
  await page.locator('form button[type=submit]').click()
  await page.locator('.status-line').waitFor()
  return desk
}

const deskAt = (page: Page, context: BrowserContext, complaints: string[], name: string): Omit<Desk, 'heard'> => {
  const answer = async (answers: Answers) => {
    for (const [label, value] of Object.entries(answers)) await answerOne(page, label, value)
  }
  const follow = (label: string | RegExp) => linkCalled(page, label).click()
  const answerAndGoOn = async (answers: Answers, button: string | RegExp = 'Continue') => {
    await answer(answers)
    await press(button)
  }
  const press = (label: string | RegExp) =>
    page.getByRole('button', { name: label, exact: true }).filter({ visible: true }).first().click()
  const go = async (path: string) => {
    await page.goto(new URL(path, page.url()).href)
    const lock = page.locator('input[type=password]')
    await lock.or(page.locator('.status-line')).first().waitFor()
    if (await lock.isVisible()) {
      await lock.fill(DEMO_PASSPHRASE)
      // By its kind, not its words: the page may be in any language.
      await page.locator('form button[type=submit]').click()
    }
    await page.locator('.status-line').waitFor()
  }
  const begin = async (act: string) => {
    const more = page.locator('summary').filter({ hasText: 'Everything you can record now' })
    await linkCalled(page, act).or(more).first().waitFor()
    const from = page.url()
    // The form before may still be giving way to the page of the case: its last link is then gone when it is pressed.
    for (let tries = 0; page.url() === from; tries += 1) {
      if (tries > 5) throw new Error(`${act} cannot be begun here.`)
      if (!(await linkCalled(page, act).isVisible())) await more.click({ timeout: 3_000 }).catch(() => undefined)
      await linkCalled(page, act)
        .click({ timeout: 3_000 })
        .catch(() => undefined)
      await page.waitForTimeout(150)
    }
  }
  return {
    name,
    page,
    context,
    complaints,
    go,
    press,
    follow,
    answer,
    answerAndGoOn,
    begin,
    record: async (act, answers = {}) => {
      await begin(act)
      const form = page.url()
      if (Object.keys(answers).length > 0) await answerAndGoOn(answers)
      await press('Confirm')
      await page.waitForURL((url) => url.href !== form)
    },
    takeUp: async (work) => {
      await go('/')
      await follow(work)
      await page.waitForURL((url) => url.pathname !== '/')
    },
    mark: async (sign, mark) => {
      const behind = page.locator('details', { has: page.getByText(sign, { exact: true }) }).first()
      if ((await behind.count()) > 0 && (await behind.getAttribute('open')) === null)
        await behind.locator('summary').first().click()
      await page.getByRole('group', { name: sign, exact: true }).getByRole('button', { name: mark }).click()
    },
    unfold: (summary) => page.locator('summary').filter({ hasText: summary }).first().click(),
    openSeal: async (reason) => {
      await press('Open')
      await answer({ 'Why do you open it?': reason })
      await press('Open now')
      const content = page.locator('.sealed-content').first()
      await content.waitFor()
      return content.innerText()
    },
    sees: (text) => page.getByText(text).filter({ visible: true }).first().waitFor(),
    heading: async () => (await page.locator('h1').first().innerText()).trim(),
    offline: async (isOffline) => {
      // The app has been installed before the network goes: that is what it is installed for.
      if (isOffline) {
        await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
        await page.waitForLoadState('networkidle')
      }
      await context.setOffline(isOffline)
    },
    picture: (name) => keepPictures(page, name),
  }
}

const keepPictures = async (page: Page, name: string): Promise<void> => {
  const folder = process.env['ARIADNE_PICTURES']
  if (!folder) return
  const before = page.viewportSize()
  const speak = async (language: string) => {
    await page
      .locator('summary', { has: page.locator('.wide-only[lang]') })
      .first()
      .click()
    await page.locator('bdi[lang]').getByText(language, { exact: true }).first().click()
    await page.keyboard.press('Escape')
  }
  for (const [code, language] of Object.entries({ ar: 'العربية', en: 'English' })) {
    await speak(language)
    for (const [size, viewport] of Object.entries({ desktop, phone })) {
      await page.setViewportSize(viewport)
      await page.evaluate(() => {
        scrollTo(0, 0)
        return document.fonts.ready
      })
      await page.waitForTimeout(400)
      await page.screenshot({
        path: join(folder, `${name}-${size}-${code}.png`),
        clip: { x: 0, y: 0, ...(await shownPart(page, viewport)) },
      })
    }
  }
  if (before) await page.setViewportSize(before)
}

/** As much of a long page as a reader looks at in a picture: two screens. */
const shownPart = async (page: Page, { width, height }: { width: number; height: number }) => {
  const whole = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width, height: Math.min(whole, 2 * height) })
  return { width, height: Math.min(whole, 2 * height) }
}

const exactly = (words: string): RegExp => new RegExp(`^\\s*${RegExp.escape(words)}( \\(optional\\))?\\s*$`, 'u')

const linkCalled = (page: Page, label: string | RegExp): Locator =>
  page.getByRole('link', { name: label, exact: true }).filter({ visible: true }).first()

/** The control or the group of controls that has this label; "Family › Text" is the one inside the other. */
const findField = async (page: Page, label: string): Promise<Locator> => {
  const [outer, inner] = label.split(' › ').map(exactly) as [RegExp, RegExp | undefined]
  const group = page.getByRole('group', { name: outer }).and(page.locator('fieldset'))
  const control = (inner ? group.getByLabel(inner) : page.getByLabel(outer)).and(
    page.locator('input, select, textarea'),
  )
  const found = (inner ? control : group.or(control)).filter({ visible: true }).first()
  await found.waitFor()
  return found
}

/**
 * Types into a searched list and takes the first that it offers, by the keyboard; looks whether it was taken. A list closes
 * when the page is scrolled under it, so it is brought into view first, and typed into again when it closed all the same.
 */
const search = async (page: Page, list: Locator, words: string): Promise<void> => {
  for (let tries = 0; tries < 5; tries += 1) {
    await list.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }))
    await page.waitForTimeout(150)
    await list.fill('')
    await list.pressSequentially(words)
    const offered = page.getByRole('option', { name: words }).first()
    const isOffered = await offered.waitFor({ timeout: 3_000 }).then(
      () => true,
      () => false,
    )
    if (!isOffered) continue
    await list.press('ArrowDown')
    await page.waitForTimeout(100)
    if ((await page.locator('[role=option][data-focused]').count()) === 0) continue
    await list.press('Enter')
    await page.waitForTimeout(150)
    if ((await list.inputValue()).startsWith(words)) return
  }
  throw new Error(`The list does not take ${words}.`)
}

type Kind = 'date' | 'languages' | 'choices' | 'words' | 'list' | 'select' | 'tick' | 'text'

const kindOf = (field: Locator): Promise<Kind> =>
  field.evaluate((element): Kind => {
    if (element.matches('fieldset')) {
      if (element.querySelector('.input-date') && !element.querySelector('fieldset')) return 'date'
      if (element.querySelector('[role=combobox], select')) return 'languages'
      return element.querySelector('[type=radio], [type=checkbox]') ? 'choices' : 'words'
    }
    if (element.matches('[role=combobox]')) return 'list'
    if (element.matches('[type=checkbox], [type=radio]')) return 'tick'
    return element.matches('select') ? 'select' : 'text'
  })

const answerOne = async (page: Page, label: string, value: Answer): Promise<void> => {
  const field = await findField(page, label)
  const words = String(value)
  const labelled = (text: string) => field.locator('label').filter({ hasText: exactly(text) })
  const ways: Record<Kind, () => Promise<unknown>> = {
    date: async () => {
      const [year = '', month = '', day = ''] = words.split('-')
      for (const [part, text] of Object.entries({ day, month, year }))
        await field.locator(`[data-part=${part}]`).fill(text)
    },
    choices: async () => {
      const chosen = value === true ? [field.locator('label')] : [value].flat().map(labelled)
      // The round box may lie over a word as short as "7"; what counts is that pressing there ticks it.
      for (const choice of chosen) await choice.click({ force: true })
      for (const choice of chosen)
        if (!(await choice.evaluate((element) => (element as HTMLLabelElement).control?.matches(':checked'))))
          throw new Error(`${label}: ${await choice.innerText()} was pressed and is not chosen.`)
    },
    words: () => field.getByRole('textbox').first().fill(words),
    languages: () => search(page, field.getByRole('combobox').first(), words),
    list: () => search(page, field, words),
    // Until its code has come, a searched list is an ordinary one.
    select: () => field.selectOption({ label: words }, { timeout: 1_000 }).catch(() => search(page, field, words)),
    tick: () =>
      page
        .locator('label')
        .filter({ hasText: exactly(label) })
        .click(),
    text: () => field.fill(words),
  }
  await ways[await kindOf(field)]()
}
