import { readFileSync } from 'node:fs'
import type { Api } from '@ariadne/contract'
import { findContentPackage, importSigningKey, signContentPackage } from '@ariadne/exchange'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bundle, screen } from '../../apps/server/src/demo/firstContact.ts'
import { countryFiles } from '../../apps/server/src/demo/regionKeys.ts'
import { readSigningKeyFile } from '../../apps/server/src/network/index.ts'
import { startRegion, type Region } from '../support/region.ts'
import { sitDown, type Desk } from './support/desk.ts'

// A new version of a set, from its beginning to its use in a country, by what can be read on the pages.

let region: Region
let clara: Desk
let second: Desk
beforeAll(async () => {
  region = await startRegion(['net', 'mk', 'rs', 'al'], { listen: true })
  clara = await sitDown(region, 'net/clara', { locale: 'en' })
  second = await sitDown(region, 'net/tomas', { locale: 'en' })
}, 120_000)
afterAll(() => region.stop())

/** Another country's coordinator signs what is offered, with their own key. */
const signAt = async (code: string, who: string): Promise<void> => {
  const { get, post } = await region.person(who)
  await post('/api/content/look', {})
  const { offers } = await get<Api['GET /api/content']['response']>('/api/content')
  const digest = offers[0]?.digest ?? ''
  const { payload } = await get<Api['GET /api/content/offers/{digest}']['response']>(`/api/content/offers/${digest}`)
  const content = findContentPackage({ payload, signatures: [] })?.content
  if (!content) throw new Error('Nothing is offered.')
  const key = await importSigningKey(readSigningKeyFile(countryFiles(region.folder, code).coordinatorKey))
  await post('/api/content/signatures', { digest, signatures: (await signContentPackage(content, [key])).signatures })
}

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
    await clara.sees(/You wrote some of it, so somebody else approves it/u)
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
    await second.sees(/It is offered to the countries/u)
    await second.picture('signs-approved')
    await second.go('/signs')
    await second.sees('0 of 3 signed; 3 are missing')

    const sonja = await sitDown(region, 'mk/sonja', { locale: 'en' })
    await sonja.go('/signs')
    await sonja.press('Look for news now')
    await sonja.picture('signs-offers')
    await sonja.follow(/Adults on the move, Version 1\.1\.0/u)
    await sonja.sees('Someone never leaves the person’s side')
    await sonja.picture('signs-offer')
    await sonja.press('Sign')
    await sonja.sees('Choose the file with your key.')
    const key = sonja.page.locator('input[type=file]')
    await key.setInputFiles(countryFiles(region.folder, 'rs').coordinatorKey)
    await sonja.press('Sign')
    await sonja.sees(/not the one that the trust root names for your country/u)
    await key.setInputFiles(countryFiles(region.folder, 'mk').coordinatorKey)
    await sonja.press('Sign')
    await sonja.sees('1 of 3 signed; 2 are missing')
    expect(await key.count()).toBe(0)

    for (const [code, coordinator] of [
      ['rs', 'rs/dragan'],
      ['al', 'al/flora'],
    ] as const)
      await signAt(code, coordinator)
    await sonja.go('/signs')
    await sonja.press('Look for news now')
    await sonja.sees('In use here')
    await sonja.picture('signs-in-use')
    // The key of another country was refused, which the browser notes too.
    const refused = sonja.complaints.filter((one) => !one.includes('status of 400'))
    expect([...clara.complaints, ...second.complaints, ...refused]).toEqual([])
  },
)

test(
  'what signs led to is told to the secretariat once, in counts that point at nobody',
  { timeout: 60_000 },
  async () => {
    const [mira, sonja, arta, secretary] = await Promise.all(
      ['mk/mira', 'mk/sonja', 'mk/arta', 'net/clara'].map((name) => region.person(name)),
    )
    if (!mira || !sonja || !arta || !secretary) throw new Error('Somebody is missing.')
    type Learning = Api['GET /api/learning']['response']
    const { quarter, until } = await sonja.get<Learning>('/api/learning')
    const finishedAt = new Date(Date.parse(until) - 20 * 86_400_000).toISOString()
    const bundle = await mira.get<Bundle>('/api/content/bundle')
    const seen = (present: string[]) => {
      const encounter = {
        placeType: 'border_crossing',
        country: 'MK',
        language: 'ar',
        interpreter: 'none_available',
        safeToTalk: 'yes',
        ageBand: '25_39',
        sex: 'Feminine',
        accompaniment: 'alone',
      } as const
      const { screening } = screen(mira, bundle, { setId: 'adult-mixed-flows', present, encounter })
      return mira.makeCommand('screening.submit', {
        screening: { ...screening, encounter: { ...screening.encounter, startedAt: finishedAt }, finishedAt },
      })
    }
    const outcomes = await mira.send(
      ...Array.from({ length: 12 }, () => seen(['answers_rehearsed'])),
      ...Array.from({ length: 6 }, () => seen(['watched_closely'])),
    )
    expect(outcomes.filter(({ status }) => status !== 'accepted')).toEqual([])

    await sonja.command('learning.tell', { quarter })
    await expect(arta.command('learning.tell', { quarter })).rejects.toThrow(/told_already/u)
    await region.settle()
    const { countries } = await secretary.get<Learning>(`/api/learning?quarter=${quarter}`)
    expect(countries).toMatchObject([{ country: 'MK', threshold: 11, sets: [{ screenings: 18 }] }])
    const fired = new Map(countries[0]?.sets[0]?.signs.map(({ sign, cameOf }) => [sign, cameOf.fired]))
    expect([fired.get('answers_rehearsed'), fired.get('watched_closely')]).toEqual([12, null])
  },
)
