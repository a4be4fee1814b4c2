import type { Home } from '@ariadne/contract'
import { mintId } from '@ariadne/domain'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refer, type Bundle } from '../../apps/server/src/demo/firstContact.ts'
import * as steps from '../../apps/server/src/demo/handoverSteps.ts'
import { appointGuardian, openBoysCase, requestGuardian, screenBoy } from '../support/cases.ts'
import { findBarriers, phone } from '../support/browser.ts'
import { startRegion, type Region } from '../support/region.ts'
import { draftsOf, offerTo } from './support/drafts.ts'
import { sitDown, type Desk } from './support/desk.ts'
import { allPaths, stickingOut, turnTo } from './support/pages.ts'

// Every page that a feature registers, with data behind it: looked at with axe at a desk in English and on a phone in Arabic.

let region: Region
/** What stands in an address, by its name in the route; several where a page differs by it. */
let ids: Record<string, readonly string[]>

/** Who looks at a page: the one who has something to do there. */
const WHO: readonly [RegExp, string][] = [
  [/^\/(screening|arrivals)/u, 'mk/mira'],
  [/^\/network/u, 'mk/sonja'],
  [/^\/training/u, 'mk/sonja'],
  [/^\/signs/u, 'mk/sonja'],
  [/^\/figures/u, 'mk/sonja'],
  [/\$act$/u, 'mk/goran'],
  [/./u, 'mk/elena'],
]
const STEPS_OF: readonly [RegExp, readonly string[]][] = [
  [/^\/screening\/preview/u, ['person', 'observe', 'outcome']],
  [/^\/signs/u, ['overview', 'signs', 'sign?sign=own_sign', 'rules', 'rule?rule=controller_near', 'about', 'sources']],
  [
    /^\/screening/u,
    ['where', 'safe', 'person', 'observe', 'talk', 'danger', 'outcome', 'refer', 'sealed', 'handed', 'check'],
  ],
  [/\/agreements\/new/u, ['who', 'what', 'until', 'talk', 'read', 'decide', 'check']],
  [/^\/referrals|^\/cases\/new/u, ['safe', 'person', 'talk', 'basis', 'identity', 'assign', 'check']],
  [/handover/u, ['offered', 'withdrawn', 'voided']],
  [/^\/training/u, ['start', '1', '4', 'done']],
]

beforeAll(async () => {
  region = await startRegion(['mk', 'al'], { listen: true })
  const mira = await region.person('mk/mira')
  const elena = await region.person('mk/elena')
  const teuta = await region.person('mk/teuta')
  const goran = await region.person('mk/goran')
  const ardita = await region.person('al/ardita')
  const { screening, command } = screenBoy(mira, await mira.get<Bundle>('/api/content/bundle'))
  const referral = await refer(mira, screening, {
    toUnitId: 'unt_mk_nrm_skopje',
    urgency: 'now',
    basis: 'child_protection',
    texts: { contact: 'Where he is' },
  })
  await mira.send(command, referral.command)
  await elena.command('referral.acknowledge', { referralId: referral.referralId, unitId: 'unt_mk_nrm_skopje' })
  const caseId = await openBoysCase(elena, { identity: 'Fictional Boy', contact: 'Where he is' })
  await requestGuardian(elena, caseId)
  await appointGuardian(teuta, caseId, goran)
  await elena.act(caseId, 'asylum.recorded', { status: 'none_pending', explainedIn: 'sq' })
  const giving = {
    role: 'family_assessment' as const,
    to: { instanceId: 'ins_al', unitId: 'unt_al_child', country: 'AL', kind: 'child_protection' },
    classes: ['identity', 'family'] as const,
    language: 'sq',
    caseId,
    expiresOn: region.day(90),
  }
  const agreed = await steps.agree(elena, giving)
  const handoverId = await steps.ask(elena, giving, {
    needs: ['child_care'],
    ageBand: 'doubt_child',
    sex: 'Masculine',
    languages: ['sq'],
    fromOn: region.day(1),
    untilOn: region.day(30),
  })
  await region.settle()
  const there = await steps.findCaseOf(ardita, handoverId)
  await ardita.act(there, 'handover.capability_answered', { handoverId, answer: 'possible' })
  await region.settle()
  const raise = () =>
    mira.command('alarm.raise', {
      screeningId: mintId(Date.now()),
      by: {
        instanceId: 'ins_mk',
        unitId: 'unt_mk_border_gevgelija',
        memberId: mira.memberId,
        function: 'first_responder',
      },
      placeType: 'border_crossing',
      ageBand: '25_39',
      sex: 'Feminine',
      language: 'ar',
      raisedAt: new Date().toISOString(),
    })
  // One that rings, and one that was answered.
  await raise()
  await raise()
  const alarms = await elena.get<{ entries: { subject: { alarmId: string } }[] }>('/api/queues/duty_alarm')
  const [ringing, answered] = alarms.entries.map((line) => line.subject.alarmId)
  await elena.command('alarm.answer', { alarmId: answered ?? '', unitId: 'unt_mk_nrm_skopje', answer: 'coming' })
  const contactId = mintId<string>(Date.now())
  await fetch(`${region.url('mk')}/api/reach`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: region.url('mk') },
    body: JSON.stringify({
      contact: {
        contactId,
        toUnitId: 'unt_mk_nrm_skopje',
        about: 'myself',
        age: 'adult',
        dangerNow: false,
        language: 'ar',
        answerBy: 'will_ask_with_code',
        codeHash: 'a'.repeat(64),
        partId: null,
      },
      part: null,
    }),
  })
  const sonja = await region.person('mk/sonja')
  const { queues } = await elena.get<Home>('/api/home')
  ids = {
    caseId: [caseId],
    agreementId: [agreed.agreementId],
    handoverId: [handoverId],
    referralId: [referral.referralId],
    unitId: ['unt_mk_nrm_skopje'],
    memberId: ['mbr_mk_agim'],
    queue: queues.slice(0, 1).map((one) => one.queue),
    kind: ['risk.assessed', 'safety_plan.agreed', 'access.assigned'],
    act: ['authorise', 'assent', 'withdraw'],
    page: ['home'],
    alarmId: [ringing, answered].filter((one) => one !== undefined),
    contactId: [contactId],
    // None that lies on this device: what a shift that was erased says. A whole one is walked through in ways.test.ts.
    shiftId: ['019b0000-0000-7000-8000-000000000000'],
    courseId: ['first-contact'],
    report: ['country-update'],
    setId: ['adult-mixed-flows'],
    what: ['adult-mixed-flows@1.0.0'],
    draftId: await draftsOf(sonja),
    digest: [await offerTo(region, 'mk', sonja)],
    version: ['1.0.0'],
    id: ['adult-mixed-flows'],
    language: ['sq'],
  }
})
afterAll(() => region.stop())

/** The addresses of a route, with what the region holds in them. */
const addressesOf = (path: string, screeningId: string): string[] => {
  const filled = (address: string): string[] => {
    const [, name] = /\$(\w+)/u.exec(address) ?? []
    if (!name) return [address]
    const values =
      name === 'step'
        ? (STEPS_OF.find(([which]) => which.test(path))?.[1] ?? [])
        : name === 'screeningId'
          ? [screeningId]
          : name === 'kind' && path.startsWith('/signs/texts')
            ? ['set']
            : (ids[name] ?? [])
    return values.flatMap((value) => filled(address.replace(`$${name}`, value)))
  }
  return filled(path)
}

/** A screening under way on this device, answered as far as its last page. */
const beginScreening = async (mira: Desk): Promise<string> => {
  await turnTo(mira.page, '/screening/new')
  await mira.page.waitForURL(/\/where$/u)
  const id = /screening\/([^/]+)\//u.exec(mira.page.url())?.[1] ?? ''
  const choose = (name: string, value: string) =>
    mira.page
      .locator('.choice', { has: mira.page.locator(`input[name="${name}"][value="${value}"]`) })
      .locator('label')
      .click()
  const goOn = async () => {
    const before = mira.page.url()
    await mira.page.locator('form button[type=submit]').click()
    await mira.page.waitForURL((url) => url.href !== before)
  }
  await mira.page.locator('select[name=placeType]').selectOption('registration_centre')
  await mira.page.locator('input[role=combobox]').focus()
  await mira.page.keyboard.press('ArrowDown')
  await mira.page.keyboard.press('Enter')
  await choose('interpreter', 'none_available')
  await goOn()
  await choose('safeToTalk', 'yes')
  await goOn()
  await choose('ageBand', '25_39')
  await choose('sex', 'Feminine')
  await choose('accompaniment', 'alone')
  await goOn()
  await mira.page.locator('.sign-mark[data-mark=present]').first().click()
  await goOn()
  return id
}

const findings = async (desk: Desk, path: string): Promise<string[]> => {
  const { page } = desk
  const before = desk.complaints.length
  await turnTo(page, path)
  return [
    ...(await findBarriers(page)),
    ...(await stickingOut(page)).map((what) => `sticks out at 320 px: ${what}`),
    ...desk.complaints.slice(before),
  ].map((text) => `${path}: ${text}`)
}

const WAYS = [
  { name: 'at a desk, in English', options: { locale: 'en' } },
  { name: 'on a phone, in Arabic', options: { locale: 'ar', viewport: phone } },
] as const

for (const { name, options } of WAYS)
  test(
    `every page ${name}: no barrier, no error, nothing to the side, no text missing`,
    { timeout: 480_000 },
    async () => {
      const paths = await allPaths()
      expect(paths.length).toBeGreaterThan(30)
      const found: string[] = []
      const looked = new Set<string>()
      for (const who of new Set(WHO.map(([, one]) => one))) {
        const desk = await sitDown(region, who, options)
        const mine = paths.filter((path) => WHO.find(([which]) => which.test(path))?.[1] === who)
        const screeningId = who === 'mk/mira' ? await beginScreening(desk) : ''
        for (const address of mine.flatMap((path) => addressesOf(path, screeningId))) {
          looked.add(address)
          found.push(...(await findings(desk, address)))
        }
        await desk.context.close()
      }
      expect(found).toEqual([])
      expect(paths.filter((path) => ![...looked].some((address) => matches(path, address)))).toEqual([])
    },
  )

const matches = (path: string, address: string): boolean =>
  new RegExp(`^${path.replaceAll(/\$\w+/gu, '[^/]+')}$`, 'u').test(address)
