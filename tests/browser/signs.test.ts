import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startRegion, type Region } from '../support/region.ts'
import { sitDown, type Desk } from './support/desk.ts'

// A new version of a set, from its beginning to its approval by somebody else, by what can be read on the pages.

let region: Region
let clara: Desk
let second: Desk
beforeAll(async () => {
  region = await startRegion(['net'], { listen: true })
  clara = await sitDown(region, 'net/clara', { locale: 'en' })
  second = await sitDown(region, 'net/tomas', { locale: 'en' })
}, 120_000)
afterAll(() => region.stop())

test(
  'a draft is written, tried, taken home as YAML, put to review, and approved by a second person',
  { timeout: 120_000 },
  async () => {
    const { page } = clara
    await clara.go('/signs')
    await clara.follow('New draft')
    await page.locator('select[name=base]').selectOption('adult-mixed-flows@1.0.0')
    await clara.press('Begin the draft')
    await page.waitForURL(/\/signs\/drafts\/[^/]+\/overview$/u)
    const draft = new URL(page.url()).pathname
    await clara.sees('Nothing differs')

    await page.locator('.nav-tabs').getByRole('link', { name: 'Signs' }).click()
    await clara.follow('Someone watches the person and stays within hearing')
    await page.locator('select[name=strength]').selectOption('strong')
    await page.locator('textarea').first().fill('')
    await clara.sees(/1 thing is still wrong/u)
    await page.locator('textarea').first().fill('Someone never leaves the person’s side')
    await page.locator('.draft-bar').getByRole('button', { name: 'Save draft' }).click()
    await page.locator('.draft-bar').waitFor({ state: 'detached' })

    await page.locator('.nav-tabs').getByRole('link', { name: 'Overview' }).click()
    await clara.sees('Someone never leaves the person’s side')
    const [saved] = await Promise.all([page.waitForEvent('download'), clara.press('Download YAML')])
    expect(readFileSync(await saved.path(), 'utf8')).toContain('Someone never leaves the person’s side')

    await clara.follow('Try it out')
    await clara.sees('A try: nothing is kept or sent')
    await clara.go(new URL(page.url()).pathname.replace('/person', '/observe'))
    await clara.sees('Someone never leaves the person’s side')
    await clara.follow('End the try')
    await clara.press('Put to review')
    await clara.sees('In review')
    await clara.sees('Somebody who wrote none of it has to approve it.')
    expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0)

    await second.go(draft)
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10).split('-')
    for (const [part, at] of [
      ['day', 2],
      ['month', 1],
      ['year', 0],
    ] as const)
      await second.page.locator(`.input-date input[data-part=${part}]`).fill(tomorrow[at] ?? '')
    await second.press('Approve')
    await second.sees('Approved')
    expect([...clara.complaints, ...second.complaints]).toEqual([])
  },
)
