import { afterAll, beforeAll, expect, test } from 'vitest'
import { phone } from '../support/browser.ts'
import { type Region, startRegion } from '../support/region.ts'
import { type Desk, sitDown } from './support/desk.ts'
import { turnTo } from './support/pages.ts'

// A new officer's first hour, on a phone: what is open without a course, the courses done with no network, and what they open.

let region: Region
let iva: Desk

beforeAll(async () => {
  region = await startRegion(['mk'], { listen: true })
  iva = await sitDown(region, 'mk/iva', { viewport: phone })
})
afterAll(() => region.stop())

const SIGN = 'Someone else holds the person’s papers or phone'
const LOWER = 'Why lower'

/** Screens somebody as far as the action: an adult with one sign. */
const screen = async (): Promise<void> => {
  await iva.go('/')
  await iva.follow('Screen a person')
  await iva.answerAndGoOn({
    'Kind of place': 'Border crossing',
    'Language the person speaks': 'Arabic',
    Interpreter: 'None available',
  })
  await iva.answerAndGoOn({ 'Is it safe to talk with the person?': 'Yes, we are alone' })
  await iva.answerAndGoOn({ Age: '25 to 39', Sex: 'Woman or girl', 'Who is with them?': 'Alone' })
  await iva.mark(SIGN, 'Yes, it is there')
}
const heading = (words: string | RegExp) => iva.page.getByRole('heading', { level: 1, name: words }).waitFor()
const outcomes = async (): Promise<string[]> => {
  await iva.unfold('I see it differently')
  return iva.page.locator('input[name=byHand]').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))
}

/** Goes through a course from its first page; `choices` are those of its practice cases, in their order. */
const takeCourse = async (choices: readonly string[]): Promise<void> => {
  const left = [...choices]
  for (let page = 1; ; page += 1) {
    await iva.page.waitForURL(new RegExp(`/${page}$`, 'u'))
    const isCase = (await iva.page.locator('input[name=chosen]').count()) > 0
    if (isCase) {
      await iva.answerAndGoOn({ 'What should be done?': left.shift() ?? '' }, 'Show the answer')
      await iva.page.getByText(/^The rules say/u).waitFor()
    }
    if ((await iva.page.getByRole('button', { name: 'Finish', exact: true }).count()) > 0) break
    await iva.press('Continue')
  }
  expect(left).toEqual([])
  await iva.press('Finish')
  await heading('That was the course')
}

test('without a course: looking, raising and referring are open, the talk and lowering are not', async () => {
  await iva.sees('A course is waiting')
  await screen()
  expect(await iva.page.getByRole('button', { name: 'Talk with the person alone' }).count()).toBe(0)
  await iva.sees(/The guided talk opens with these short courses/u)
  await iva.press('Continue')
  await heading('Look again')
  expect(await outcomes()).toEqual(['act_now', 'refer', 'watch'])
  await iva.sees(/Lowering opens with this short course/u)
})

test('a choice that is less than the rules ask is explained, by signs and rule, and made again', async () => {
  await iva.go('/')
  await iva.follow('First contact')
  await iva.press('Begin')
  for (const page of [1, 2, 3]) {
    await iva.page.waitForURL(new RegExp(`/${page}$`, 'u'))
    await iva.page.keyboard.press('ArrowRight')
  }
  await iva.page.waitForURL(/\/4$/u)
  await iva.press('Show the answer')
  await iva.sees('Choose what should be done')
  await iva.answerAndGoOn({ 'What should be done?': 'No concern recorded' }, 'Show the answer')
  await iva.sees('You chose less: No concern recorded. Read why, then choose again.')
  await iva.sees('In the story, and not marked')
  await iva.sees(SIGN)
  expect(await iva.page.getByRole('button', { name: 'Continue', exact: true }).count()).toBe(0)
  await iva.press('Choose again')
  await iva.answerAndGoOn({ 'What should be done?': 'Refer' }, 'Show the answer')
  await iva.sees(/You chose more: Refer\. Raising is always yours to decide/u)
})

test('a course goes on where it was left, is done with no network, and opens lowering at once', async () => {
  await iva.offline(true)
  await turnTo(iva.page, '/training')
  await iva.sees('Begun')
  await iva.follow('First contact')
  await iva.press('Go on')
  await iva.page.waitForURL(/\/4$/u)
  await iva.follow('Back')
  await iva.page.waitForURL(/\/3$/u)
  await turnTo(iva.page, '/training')
  await iva.follow('First contact')
  await iva.press('From the beginning')
  await takeCourse(['Look again', 'Act now', 'Look again'])
  await iva.sees('You may now lower an outcome by hand, with a reason.')
  await iva.sees('1 waiting to send')
  await iva.offline(false)
  await iva.sees(/Last sent/u)
  await screen()
  await iva.press('Continue')
  expect(await outcomes()).toEqual(['act_now', 'refer', 'watch', 'no_concern_recorded'])
  await iva.answer({ 'What should be done': 'No concern recorded' })
  await iva.answer({ [LOWER]: 'The person explained it, alone and without fear' })
  await heading('No concern recorded')
})

test('the second course opens the talk, and nothing waits any more', async () => {
  await iva.go('/')
  await iva.follow('A talk alone, with an interpreter')
  await iva.press('Begin')
  await takeCourse(['Refer', 'Look again'])
  await iva.sees('The guided talk is open to you now.')
  await screen()
  await iva.press('Talk with the person alone')
  await iva.sees('Another language')
  await iva.go('/')
  await iva.sees('What needs you today')
  expect(await iva.page.getByText('A course is waiting').count()).toBe(0)
  expect(iva.complaints.filter((one) => !one.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
})

test('a coordinator sees how many, and nobody’s name', async () => {
  const sonja = await sitDown(region, 'mk/sonja')
  await sonja.page.locator('.header summary', { hasText: 'Sonja Smrekova' }).click()
  await sonja.follow('Short courses')
  await sonja.follow('Who has done what: counts')
  await sonja.sees('Border police (demo)')
  const row = sonja.page.getByRole('row', { name: /First contact/u }).first()
  expect((await row.innerText()).replaceAll(/\s+/gu, ' ')).toContain('3 of 3')
  expect(await sonja.page.locator('#main').innerText()).not.toContain('Iva')
  await sonja.context.close()
})
