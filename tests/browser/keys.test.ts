import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEMO_PASSPHRASE } from '../../apps/server/src/demo/people.ts'
import { expectAccessible } from '../support/browser.ts'
import { type Region, startRegion } from '../support/region.ts'
import { sitDown } from './support/desk.ts'

// Keys that can change: a unit's, when somebody has left it, and a member's passphrase.

let region: Region

beforeAll(async () => {
  region = await startRegion(['mk'], { listen: true })
})
afterAll(() => region.stop())

const UNIT = 'unt_mk_nrm_skopje'
const keysOfWraps = async () =>
  (
    await region.sql<{ version: number }>(
      'mk',
      `select distinct k.version from app.part_wrap w join app.unit_key k using (unit_id, key_id)
       where w.unit_id = '${UNIT}' order by 1`,
    )
  ).map((row) => row.version)

/** People whose rows lie on a device: one for each who ever began anew there. */
const profiles = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('ariadne')
        opening.addEventListener('error', () => reject(opening.error))
        opening.addEventListener('success', () => {
          const count = opening.result.transaction('profiles').objectStore('profiles').count()
          count.addEventListener('error', () => reject(count.error))
          count.addEventListener('success', () => {
            opening.result.close()
            resolve(count.result)
          })
        })
      }),
  )

test('a unit changes its key: what was sealed before is put under the new one once it is signed, by two people', async () => {
  const maker = await region.person('mk/elena')
  const caseId = await maker.openCase(
    {
      reference: 'MK-7F3K-9Q2D',
      fileBasis: 'person_agreed',
      safeToProceed: true,
      ageBand: '25_39',
      sex: 'Feminine',
      languages: ['sq'],
      confidentialityExplained: true,
      nationalityClaimed: null,
      referralId: null,
    },
    { identity: '{"name":"Mirela Kola"}' },
  )
  const elena = await sitDown(region, 'mk/elena')
  await elena.go('/vault')
  await elena.picture('vault')
  await elena.follow('Change the unit’s key')
  await elena.sees('Why is the key changed, and who holds the new one?')
  await elena.press('Make the new key')
  await elena.sees('Choose a reason')
  await expectAccessible(elena.page)
  await elena.answer({ Reason: 'Somebody has left the unit' })
  await elena.picture('rotate')
  await elena.press('Make the new key')
  await elena.sees('This is the only time you see it')
  await elena.answer({ 'I have printed two copies': true })
  await elena.press('Change the key')
  await elena.sees('1 sealed piece hangs on the key before')
  await elena.sees('Give them the fingerprint')
  await elena.picture('vault-changed')
  // Nothing moves before the coordinators have signed: a server could have named a key of its own.
  expect(await keysOfWraps()).toEqual([1])

  await maker.refresh()
  await region.signTrust('fresh')
  await elena.go('/vault')
  await elena.sees('1 piece waits until the browser of a second person has checked it')
  expect(await keysOfWraps()).toEqual([1, 2])
  const agim = await sitDown(region, 'mk/agim')
  await agim.go('/vault')
  await agim.sees('Everything sealed for the unit is under its new key')
  expect(await keysOfWraps()).toEqual([2])
  await expectAccessible(agim.page)
  await agim.go(`/cases/${caseId}`)
  expect(await agim.openSeal('To support the person')).toContain('Mirela Kola')
})

test('a passphrase is changed on one device; the other keeps what lies on it and asks for the new one', async () => {
  const next = 'nine white storks in May'
  const here = await sitDown(region, 'mk/goran')
  const there = await sitDown(region, 'mk/goran')
  await there.page.waitForLoadState('networkidle')
  await here.go('/account')
  await here.follow('Change the passphrase')
  await expectAccessible(here.page)
  const fill = (old: string) =>
    here.answerAndGoOn(
      { 'The passphrase you use now': old, 'The new passphrase': next, 'The same once more': next },
      'Change the passphrase',
    )
  await fill('not the one it is')
  await here.sees('This is not the passphrase you sign in with now')
  await here.picture('passphrase')
  await fill(DEMO_PASSPHRASE)
  await here.sees('The new passphrase holds from now on')
  await here.picture('passphrase-done')

  // Its session has ended; what lies on it has not.
  await there.page.reload()
  // The key outlives a reload for some seconds only; after that the device is locked.
  const email = there.page.locator('#field-email')
  const someoneElse = there.page.getByRole('button', { name: 'Sign in as somebody else' })
  await email.or(someoneElse).first().waitFor()
  if (!(await email.isVisible())) await someoneElse.click()
  await there.answer({ 'E-mail address': 'goran@mk.example' })
  await there.page.locator('input[type=password]').fill(next)
  await there.press('Sign in')
  await there.page.locator('.status-line').waitFor()
  for (const desk of [here, there]) {
    await desk.page.getByRole('button', { name: 'Lock' }).first().click()
    await desk.page.locator('input[type=password]').fill(next)
    await desk.press('Unlock')
    await desk.page.locator('.status-line').waitFor()
    expect(await profiles(desk.page)).toBe(1)
  }
})

test('a closed case is erased by two people, and its page says what stays', async () => {
  const maker = await region.person('mk/elena')
  const caseId = await maker.openCase(
    {
      reference: 'MK-4T8W-2H6N',
      fileBasis: 'person_agreed',
      safeToProceed: true,
      ageBand: '25_39',
      sex: 'Feminine',
      languages: ['sq'],
      confidentialityExplained: true,
      nationalityClaimed: null,
      referralId: null,
    },
    { identity: '{"name":"Mirela Kola"}' },
  )
  await maker.act(caseId, 'case.closed', { reason: 'goals_reached', personInformed: 'yes', tasksReassigned: true })
  const elena = await sitDown(region, 'mk/elena')
  await elena.go(`/cases/${caseId}`)
  await elena.follow('Erase what the case says')
  await elena.sees('to be confirmed by the national coordinator')
  await elena.answer({ Why: 'The person asked for it' })
  await elena.picture('erase-ask')
  await expectAccessible(elena.page)
  await elena.press('Ask a second person')
  await elena.sees('Nothing is erased yet')
  const agim = await sitDown(region, 'mk/agim')
  await agim.sees('Erasures that wait for a second person')
  await agim.go(`/cases/${caseId}/erasure`)
  await agim.press('Erase for good')
  await agim.sees('Say that you have looked')
  await agim.picture('erase-confirm')
  await agim.answer({ 'I have looked at the case, and I know that there is no way back': true })
  await agim.press('Erase for good')
  await agim.sees('The case is erased')
  const [left] = await region.sql<{ bodies: number; parts: number }>(
    'mk',
    `select (select count(*)::int from app.case_action where case_id = '${caseId}' and body is not null) as bodies,
      (select count(*)::int from app.sealed_part where owner_id = '${caseId}') as parts`,
  )
  expect(left).toEqual({ bodies: 0, parts: 0 })
})
