import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countryFiles } from '../../apps/server/src/demo/regionKeys.ts'
import { desktop } from '../support/browser.ts'
import { type Region, startRegion } from '../support/region.ts'
import { sitDown } from './support/desk.ts'

// The editor, an arrival and a talk by the keyboard alone: everything can be reached, and it is always seen where one is.

let region: Region
beforeAll(async () => {
  region = await startRegion(['net', 'mk', 'rs', 'al'], { listen: true })
}, 120_000)
afterAll(() => region.stop())

const MOST = 160

/** Somebody without a mouse. Nothing here points at anything; that no pointer was used is counted in the page. */
const handsOn = async (who: string) => {
  const desk = await sitDown(region, who, { viewport: desktop, locale: 'en' })
  const { page } = desk
  await page.evaluate(() => {
    Reflect.set(globalThis, 'pointed', 0)
    addEventListener(
      'pointerdown',
      () => Reflect.set(globalThis, 'pointed', Number(Reflect.get(globalThis, 'pointed')) + 1),
      true,
    )
  })
  const pressed = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const isFocused = (target: Locator) => target.evaluate((element) => element === document.activeElement)
  /** Where the focus is can be seen: something is drawn around it, and no bar lies over it. */
  const seen = () =>
    page.evaluate(() => {
      const element = document.activeElement as HTMLElement
      const marked = (one: Element) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
        return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
      }
      const labels = [...((element as HTMLInputElement).labels ?? [])]
      const box = element.getBoundingClientRect()
      const { x, y } = { x: box.x + box.width / 2, y: box.y + Math.min(box.height / 2, 12) }
      const top = document.elementFromPoint(x, y)
      const isCovered =
        !top ||
        !(
          element.contains(top) ||
          top.contains(element) ||
          labels.some((one) => one.contains(top) || top.contains(one))
        )
      const around = [element, element.nextElementSibling, element.parentElement, ...labels].filter(
        (one) => one !== null,
      )
      return { isMarked: around.some(marked), isCovered, tag: element.outerHTML.slice(0, 120) }
    })
  /** Goes on with Tab until the focus is there. */
  const to = async (target: Locator) => {
    const one = target.filter({ visible: true }).first()
    await one.waitFor()
    for (let count = 0; count < MOST; count += 1) {
      if (await isFocused(one)) {
        expect(await seen(), await one.innerText().catch(() => '')).toMatchObject({ isMarked: true, isCovered: false })
        return
      }
      await page.keyboard.press('Tab')
    }
    throw new Error(`The keyboard does not lead to ${String(target)}.`)
  }
  const link = (name: string | RegExp) => page.getByRole('link', { name })
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
  const press = async (target: Locator) => {
    await to(target)
    await page.keyboard.press('Enter')
  }
  const choose = async (name: string, value: string) => {
    const radio = page.locator(`input[name="${name}"][value="${value}"]`)
    await radio.waitFor({ state: 'attached' })
    const group = page.locator(`input[name="${name}"]`)
    // Tab enters a group of choices once; the arrows go on inside it.
    for (let count = 0; count < MOST; count += 1) {
      if (await page.evaluate((one) => (document.activeElement as HTMLInputElement).name === one, name)) break
      await page.keyboard.press('Tab')
    }
    const size = await group.count()
    for (let count = 0; count <= size; count += 1) {
      if (await isFocused(radio)) break
      await page.keyboard.press('ArrowDown')
    }
    await page.keyboard.press('Space')
    expect(await radio.isChecked()).toBe(true)
    expect(await seen()).toMatchObject({ isMarked: true })
  }
  const select = async (target: Locator, value: string) => {
    await to(target)
    const size = await target.locator('option').count()
    for (let count = 0; count < size && (await target.inputValue()) !== value; count += 1)
      await page.keyboard.press('ArrowUp')
    for (let count = 0; count < size && (await target.inputValue()) !== value; count += 1)
      await page.keyboard.press('ArrowDown')
    expect(await target.inputValue()).toBe(value)
  }
  const pointed = () => page.evaluate(() => Number(Reflect.get(globalThis, 'pointed') ?? 0))
  const inApp = async (path: string) => {
    await page.evaluate((address) => {
      history.pushState({}, '', address)
      dispatchEvent(new PopStateEvent('popstate'))
    }, path)
    await page.locator('h1').first().waitFor()
  }
  return { ...desk, pressed, to, link, button, press, choose, select, pointed, inApp }
}
type Hands = Awaited<ReturnType<typeof handsOn>>

const focusOnHeading = (page: Page) =>
  page.waitForFunction(() => document.activeElement?.matches('h1, [tabindex="-1"], main') ?? false)

test('a draft is begun, worded, tried, put to review, approved, offered and signed without a mouse', async () => {
  const clara: Hands = await handsOn('net/clara')
  const { page } = clara
  await clara.press(clara.link(/^Signs$/u))
  await clara.press(clara.link('New draft'))
  await focusOnHeading(page)
  await clara.select(page.locator('select[name=base]'), 'adult-mixed-flows@1.0.0')
  await clara.press(clara.button('Begin the draft'))
  await page.waitForURL(/\/overview$/u)
  await focusOnHeading(page)
  const draft = new URL(page.url()).pathname

  await clara.press(page.locator('.nav-tabs').getByRole('link', { name: 'Signs' }))
  await clara.press(clara.link('Someone watches the person and stays within hearing'))
  await clara.select(page.locator('select[name=strength]'), 'strong')
  await clara.to(page.locator('textarea').first())
  await clara.pressed('Control+A')
  await page.keyboard.type('Someone never leaves the person’s side')
  await clara.press(page.locator('.draft-bar').getByRole('button', { name: 'Save draft' }))
  await page.locator('.draft-bar').waitFor({ state: 'detached' })
  await clara.press(page.locator('.nav-tabs').getByRole('link', { name: 'Rules' }))
  await page.locator('select, textarea, input').first().waitFor()
  await clara.press(page.locator('.nav-tabs').getByRole('link', { name: 'Overview' }))
  await clara.press(clara.link('Try it out'))
  await clara.sees('A try: nothing is kept or sent')
  await clara.press(clara.link('End the try'))
  await clara.press(clara.button('Put to review'))
  await clara.sees('In review')

  const tomas = await handsOn('net/tomas')
  await tomas.inApp(draft)
  const today = region.day(1).split('-')
  for (const [part, at] of [
    ['day', 2],
    ['month', 1],
    ['year', 0],
  ] as const) {
    await tomas.to(tomas.page.locator(`.input-date input[data-part=${part}]`))
    await tomas.page.keyboard.type(today[at] ?? '')
  }
  await tomas.press(tomas.button('Approve'))
  await tomas.sees(/It is offered to the countries/u)

  const sonja = await handsOn('mk/sonja')
  await sonja.press(sonja.link(/^Signs$/u))
  await sonja.press(sonja.button('Look for news now'))
  await sonja.press(sonja.link(/Adults on the move.*1\.1\.0/u))
  await sonja.press(sonja.button('Sign'))
  // What is missing takes the focus to where it is said.
  await sonja.page.waitForFunction(() => document.activeElement?.closest('.error-summary, [role=alert]') !== null)
  const file = sonja.page.locator('input[type=file]')
  const choosing = sonja.page.waitForEvent('filechooser')
  let isOpen = false
  void choosing.then(() => (isOpen = true))
  // On a busy machine the browser may take longer to open its window than somebody would wait before pressing again.
  for (let press = 0; press < 5 && !isOpen; press += 1) {
    await sonja.to(file)
    await sonja.pressed('Enter')
    await Promise.race([choosing, sonja.page.waitForTimeout(5_000)])
  }
  await (await choosing).setFiles(countryFiles(region.folder, 'mk').coordinatorKey)
  await sonja.press(sonja.button('Sign'))
  await sonja.sees('1 of 3 signed; 2 are missing')
  for (const one of [clara, tomas, sonja]) {
    expect(await one.pointed()).toBe(0)
    await one.context.close()
  }
}, 240_000)

const speaks = async ({ page, to, pressed }: Hands, language: string) => {
  const list = page.locator('#field-language[role=combobox]')
  await to(list)
  await page.keyboard.type(language, { delay: 40 })
  await page.getByRole('option', { name: language }).first().waitFor()
  await pressed('ArrowDown')
  await page.locator('[role=option][data-focused]').waitFor()
  await pressed('Enter')
}

test('an arrival: asked once, then person after person, without a mouse', async () => {
  const mira = await handsOn('mk/mira')
  const { page } = mira
  await mira.inApp('/screening')
  await mira.press(page.locator('a[href*="/arrivals/new?way=arrival"]'))
  await focusOnHeading(page)
  await mira.choose('safeToTalk', 'yes')
  await mira.select(page.locator('#field-placeType'), 'border_crossing')
  await speaks(mira, 'Arabic')
  await mira.choose('interpreter', 'present')
  await mira.choose('by', 'rail')
  await mira.press(page.locator('form button[type=submit]'))
  await page.locator('.shift-end').waitFor()
  for (const [age, sex, company] of [
    ['25_39', 'Feminine', 'alone'],
    ['12_15', 'Masculine', 'alone'],
  ] as const) {
    await mira.choose('ageBand', age)
    await mira.choose('sex', sex)
    await mira.choose('accompaniment', company)
    const before = await page.locator('h1').innerText()
    await mira.press(page.locator('.shift-end .button').first())
    await page.waitForFunction((words) => document.querySelector('h1')?.textContent !== words, before)
  }
  // Keys for the quick of hand go by their place: the row of digits writes ١ on an Arabic keyboard. Held down, a key is one press.
  await page.locator('label.switch input').focus()
  await page.keyboard.press('Space')
  await mira.choose('ageBand', '25_39')
  const first = page.locator('.quick-sign').first()
  await first.waitFor()
  const key = (code: string, written: string, repeat = false) =>
    page.evaluate((init) => document.dispatchEvent(new KeyboardEvent('keydown', init)), { code, key: written, repeat })
  await key('Digit1', '١')
  await expect.poll(() => first.getAttribute('aria-pressed')).toBe('true')
  await key('Digit1', '١', true)
  await key('KeyD', 'ي')
  await expect.poll(() => page.locator('.always-button').first().getAttribute('aria-pressed')).toBe('true')
  expect(await first.getAttribute('aria-pressed')).toBe('true')
  expect(await mira.pointed()).toBe(0)
  await mira.context.close()
}, 180_000)

test('a talk in another script, to its end, without a mouse', async () => {
  const mira = await handsOn('mk/mira')
  const { page } = mira
  await mira.press(mira.link('Screen a person'))
  await mira.select(page.locator('#field-placeType'), 'border_crossing')
  await speaks(mira, 'Persian')
  await mira.choose('interpreter', 'none_available')
  await mira.press(page.locator('form button[type=submit]'))
  await mira.choose('safeToTalk', 'yes')
  await mira.press(page.locator('form button[type=submit]'))
  await mira.choose('ageBand', '25_39')
  await mira.choose('sex', 'Masculine')
  await mira.choose('accompaniment', 'alone')
  await mira.press(page.locator('form button[type=submit]'))
  await mira.press(mira.button('Talk with the person alone'))
  const heading = page.locator('#talk-heading')
  await heading.waitFor()
  const [, last = '1'] = /(\d+)\D*$/u.exec(await heading.innerText()) ?? []
  for (let part = 1; part < Number(last); part += 1) {
    const words = await heading.innerText()
    await mira.press(page.locator('.talk-way .button:not([data-kind=quiet])').last())
    await heading.filter({ hasNotText: words }).waitFor()
  }
  await mira.press(page.locator('.talk-way .button').last())
  await page.locator('.signs').first().waitFor()
  expect(await mira.pointed()).toBe(0)
  await mira.context.close()
}, 240_000)
