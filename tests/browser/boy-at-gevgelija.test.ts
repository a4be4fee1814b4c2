import { afterAll, beforeAll, expect, test } from 'vitest'
import * as steps from '../../apps/server/src/demo/handoverSteps.ts'
import type { Person } from '../../apps/server/src/demo/person.ts'
import { phone } from '../support/browser.ts'
import { startRegion, type Region } from '../support/region.ts'
import { sitDown, type Desk } from './support/desk.ts'

// A boy of about 16, alone, at the Gevgelija registration centre, Albanian-speaking, adults unsure who is with him: the way
// through the screens. Each person sits at a browser of their own; what the pages repeat is done through the contract.

const CENTRE = 'Registration centre Gevgelija, room beside the entrance'
const TIRANA = 'Child protection unit Tirana (demo)'

let region: Region
let mira: Desk
let elena: Desk
let teuta: Desk
let goran: Desk
let ardita: Desk
/** The same people through the contract, for steps that were walked in the browser once already. */
let behind: Record<'elena' | 'goran' | 'ardita', Person>
let caseId: string
let there: string
let handoverId: string

const caseOf = (desk: Desk): string => /\/cases\/([^/]+)/u.exec(desk.page.url())?.[1] ?? ''

beforeAll(async () => {
  region = await startRegion(['mk', 'al'], { listen: true })
  ;[mira, elena, teuta, goran, ardita] = (await Promise.all([
    sitDown(region, 'mk/mira', { viewport: phone }),
    ...['mk/elena', 'mk/teuta', 'mk/goran', 'al/ardita'].map((who) => sitDown(region, who)),
  ])) as [Desk, Desk, Desk, Desk, Desk]
  const people = await Promise.all(['mk/elena', 'mk/goran', 'al/ardita'].map(region.person))
  behind = { elena: people[0]!, goran: people[1]!, ardita: people[2]! }
})
afterAll(() => region.stop())

test('the officer screens him with no network: perhaps a child, and alone, so refer, to child protection', async () => {
  await mira.offline(true)
  await mira.follow('Screen a person')
  await mira.answerAndGoOn({
    'Kind of place': 'Registration centre',
    'Language the person speaks': 'Albanian',
    Interpreter: 'None available',
  })
  await mira.answerAndGoOn({ 'Is it safe to talk with the person?': 'Yes, we are alone' })
  await mira.answer({ Age: 'May be a child (age in doubt)' })
  await mira.sees('A doubt about age counts as a child')
  await mira.answerAndGoOn({ Sex: 'Man or boy', 'Who is with them?': 'With an adult, relation in doubt' })
  await mira.mark('The child does not turn to the adult for comfort', 'Yes, it is there')
  await mira.picture('signs')
  await mira.press('Continue')
  await mira.sees('To child protection')
  expect(await mira.heading()).toBe('Refer')
  // The on-duty contact: nobody has confirmed one, and the page says so instead of making one up.
  await mira.sees('No on-duty contact has been confirmed yet')
  await mira.picture('what-to-do')
  await mira.press('Continue')
})

test('she records who took him in hand, and everything waits on her telephone', async () => {
  await mira.answerAndGoOn({ Unit: 'NRM office Skopje (demo)', 'How soon': 'Now' })
  await mira.answerAndGoOn({ 'Where the person is now': CENTRE })
  await mira.answerAndGoOn({
    'Has somebody taken the person in hand?': 'Yes',
    'Which unit do they work for?': 'Centre for social work Gevgelija',
    'Name of the worker who came': 'Vesna Dabova',
  })
  await mira.press('Refer and send')
  await mira.sees('2 waiting to send')
  await mira.sees('No network')
  expect(await mira.heading()).toBe('Saved on this device')
})

test('the referral follows when the network returns', async () => {
  await mira.offline(false)
  await mira.sees('It has arrived')
  await mira.sees(/Last sent/u)
  expect(await mira.page.getByText(/waiting to send/u).count()).toBe(0)
})

test('the coordinator in Skopje acknowledges it, opens what was sealed for her unit, and opens a case', async () => {
  await elena.takeUp('Acknowledge')
  await elena.sees('Vesna Dabova')
  await elena.press('Acknowledge')
  expect(await elena.openSeal('To support the person')).toContain(CENTRE)
  await elena.follow('Open a case')
  await elena.answerAndGoOn({ 'Is it safe for the person to go on now?': 'Yes, it is safe now' })
  await elena.press('Continue')
  await elena.answerAndGoOn({
    'Have the limits of confidentiality been explained?': 'Yes',
    Interpreter: 'Present',
    'The person said in their own words what this means': true,
  })
  await elena.press('Open')
  await elena.answerAndGoOn({ 'Why do you open it?': 'To support the person' }, 'Open now')
  await elena.sees('Taken over from the referral')
  await elena.answerAndGoOn({ 'Given name': 'Arlind', 'Family name': 'Fictional' })
  await elena.answerAndGoOn({
    'Who works with the person?': 'Bring somebody in now',
    Unit: 'Centre for social work Gevgelija',
    'Person in the unit': 'Vesna Dabova',
  })
  await elena.press('Open the case')
  await elena.sees('What can be done next')
  caseId = caseOf(elena)
  expect(await elena.heading()).toMatch(/^MK-/u)
  await elena.sees('The path of a child’s case')
  await elena.picture('case')
})

test('a guardian is requested and appointed', async () => {
  await elena.record('Request a guardian', {
    'Authority that appoints': 'Centre for social work Gevgelija (demo)',
    'The child prefers a guardian who is': 'No preference',
    'Languages the person speaks': 'Albanian',
  })
  await teuta.takeUp('Appoint a guardian')
  await teuta.record('Appoint a guardian', {
    "Guardian's unit": 'Guardian service (demo)',
    Guardian: 'Goran Kestenov',
    'Interim appointment': 'No',
    'No conflict of interest was found': true,
  })
  await teuta.sees('Guardian appointed')
})

test('asylum is explained and none is pending; nationality is verified, not assumed from language', async () => {
  const asylum = 'Record what was said about asylum'
  await elena.record(asylum, { Status: 'Explained', 'Explained in': 'Albanian' })
  await elena.record(asylum, { Status: 'No application pending' })
  await elena.record('Record nationality', { Country: 'Albania', 'Based on': 'Document seen' })
  await elena.sees('Nationality recorded')
})

test('what goes to Albania for the family assessment is agreed: by the guardian, and by the boy', async () => {
  await elena.follow('Agreements')
  await elena.follow('A new agreement')
  await elena.answerAndGoOn({ Purpose: 'Assess the family', Recipient: TIRANA })
  await elena.answerAndGoOn({ 'Kinds of information': ['Identity', 'Family'] })
  await elena.press('90 days')
  await elena.answerAndGoOn({
    'Lawful basis of the controller': 'Public task',
    'Basis for sending to another country': 'To be confirmed by the national coordinator',
  })
  await elena.answerAndGoOn({ Interpreter: 'Present' })
  await elena.answerAndGoOn({
    Decision: 'Yes, to all of it',
    'Asked in private, with nobody listening': true,
    'Told: saying no changes nothing in the help': true,
    'Told what cannot be taken back once it was sent': true,
  })
  await elena.sees('This is not sent')
  await elena.picture('agreement')
  await elena.press('Record the agreement')
  await elena.sees('Waits for the guardian')

  await goran.takeUp('Authorise as guardian')
  await goran.follow('Authorise as guardian')
  await goran.record('Authorise as guardian')
  await goran.record("Record the child's assent", {
    'Asked without pressure, in words the child understands': true,
  })
  await goran.sees('In force')
})

test('Albania is asked, gets an offer in codes, and accepts with a named worker', async () => {
  await elena.follow('Other countries')
  await elena.follow('Ask another country')
  await elena.answerAndGoOn({ 'Unit asked': TIRANA })
  await elena.sees('Nothing about the person is sent with this question')
  await elena.answerAndGoOn({
    'What the other country is asked to do': 'Assess the family',
    Needs: ['Care for a child'],
    Urgency: 'Standard',
    From: region.day(1),
    Until: region.day(30),
  })
  await elena.press('Confirm')
  await elena.sees('Question sent')
  await region.settle()

  await ardita.takeUp('Answer the question')
  await ardita.record('Answer the question', { Answer: 'Possible' })
  await region.settle()

  await elena.takeUp('Send the offer')
  await elena.record('Send the offer', { 'Risks the other side must know': ['Threat from the network'] })
  await region.settle()

  await ardita.takeUp('Acknowledge the offer')
  await ardita.sees('What both sides know')
  expect(await ardita.page.locator('#main').innerText()).not.toContain('Arlind')
  await ardita.record('Acknowledge the offer')
  await acceptWith('None needed', 'The authority acts as guardian', region.day(1))
})

/** Accepts the offer on the page that is open at Ardita's. */
const acceptWith = async (place: string, guardian: string, from: string): Promise<void> => {
  await ardita.follow('Accept')
  await ardita.answerAndGoOn({ 'Worker who will receive the person': 'Ardita Qershia' })
  await ardita.answerAndGoOn({
    Place: place,
    'Guardian in the receiving country': guardian,
    'From which day': from,
    'Languages the staff speak': 'Albanian',
  })
  await ardita.press('Confirm')
  await ardita.sees('The next step belongs to')
  await region.settle()
}

test('the person confirms, then the dossier goes, read once more exactly as it is sent', async () => {
  await elena.takeUp('Record that the person confirms')
  await elena.record('Record that the person confirms', {
    'The person was told who will receive them and where': true,
    'Asked in private': true,
  })
  await elena.follow('Send the dossier')
  expect(await elena.openSeal('To prepare a handover')).toContain('Arlind')
  await elena.answerAndGoOn({ 'Family › Text': 'An aunt in a village near Korça' })
  await elena.sees('Exactly this goes to')
  await elena.sees('An aunt in a village near Korça')
  await elena.picture('dossier')
  await elena.press('Send the dossier')
  await elena.sees('Sealed information of this handover')
  await region.settle()
})

test('Albania reads it and says that the family can be helped to take him; Skopje closes this handover', async () => {
  await ardita.takeUp('Report the result')
  const dossier = await ardita.openSeal('To prepare a decision')
  expect(dossier).toContain('Arlind')
  expect(dossier).toContain('An aunt in a village near Korça')
  await ardita.record('Report the result', {
    Result: 'Suitable with support',
    'Family › Text': 'The aunt wants him and can be helped to.',
  })
  await region.settle()
  await elena.takeUp('Close the handover')
  expect(await elena.openSeal('To prepare a decision')).toContain('The aunt wants him')
  await elena.record('Close the handover')
  await region.settle()
})

const TAKE_OVER = {
  role: 'take_lead' as const,
  to: { instanceId: 'ins_al', unitId: 'unt_al_child', country: 'AL', kind: 'child_protection' },
  classes: ['identity', 'contact', 'support_plan', 'best_interests'] as const,
  language: 'sq',
}

test('the competent authority determines what is best for him; then Albania is offered the lead', async () => {
  await teuta.takeUp('Determine best interests')
  await teuta.record('Determine best interests', {
    Outcome: 'With family in that country',
    Country: 'Albania',
    'Best interests › Text': 'He wants to live with his aunt; the assessment supports it.',
    'The child was heard': true,
    'The guardian was heard': true,
  })
  // The second agreement and the second question were both walked through above.
  const giving = { ...TAKE_OVER, caseId, expiresOn: region.day(300) }
  await behind.elena.act(caseId, 'risk.assessed', {
    type: 'pre_return',
    level: 'low',
    validUntil: region.day(20),
    tookPart: ['person', 'guardian', 'social_worker', 'receiving_country_social_service'],
  })
  const agreed = await steps.agree(behind.elena, giving)
  handoverId = await steps.ask(behind.elena, giving, {
    needs: ['child_care'],
    ageBand: 'doubt_child',
    sex: 'Masculine',
    languages: ['sq'],
    fromOn: region.day(3),
    untilOn: region.day(20),
  })
  await region.settle()
  there = await steps.findCaseOf(behind.ardita, handoverId)
  await behind.ardita.act(there, 'handover.capability_answered', { handoverId, answer: 'possible' })
  await region.settle()
  await steps.authorise(behind.goran, caseId, agreed, 'sq')

  await elena.takeUp('Send the offer')
  await elena.record('Send the offer', { 'Risks the other side must know': ['Threat from the network'] })
  await region.settle()
  await ardita.takeUp('Acknowledge the offer')
  await ardita.sees('Threat from the network')
  await ardita.record('Acknowledge the offer')
  await acceptWith('Family', 'A guardian is ready', region.day(3))
  await steps.confirmWithPerson(behind.elena, caseId, handoverId)
  await steps.sendDossier(behind.elena, caseId, {
    handoverId,
    texts: { identity: 'Fictional Boy', contact: 'Through his guardian', best_interests: 'As determined' },
    expiresOn: region.day(200),
  })
  await region.settle()
})

test('travel is arranged and confirmed; until he arrives, Skopje is responsible', async () => {
  await elena.go(`/cases/${caseId}/handover/${handoverId}`)
  await elena.record('Send the travel arrangements', {
    'Day of meeting': region.day(4),
    'Way of travelling': 'Accompanied, by land',
    'Travel arrangements › Place': 'Qafë Thanë',
    'Travel arrangements › Time': '11:00',
    'Travel arrangements › Code word': 'larch',
  })
  await region.settle()
  await ardita.takeUp('Confirm the travel arrangements')
  expect(await ardita.openSeal('To prepare a handover')).toContain('larch')
  await ardita.record('Confirm the travel arrangements')
  await ardita.sees('Responsible now: NRM office Skopje (demo)')
  await region.settle()
})

/** Moves the clock of the demonstration by its own page. */
const passDays = async (desk: Desk, ...jumps: readonly string[]): Promise<void> => {
  await desk.follow('Move the clock')
  for (const jump of jumps) {
    const moved = desk.page.waitForResponse((response) => response.url().includes('/api/demo/'))
    await desk.press(jump)
    await moved
  }
}

test('he arrives, and the lead moves', async () => {
  await region.days(4)
  await ardita.takeUp('Confirm arrival')
  await ardita.follow('Confirm arrival')
  await ardita.sees('The lead moves to you now')
  await ardita.answerAndGoOn({ 'The code word was right': true })
  await ardita.press('Confirm')
  await ardita.sees('Responsible now: Child protection unit Tirana (demo)')
  await ardita.picture('handover')
  await region.settle()
  await elena.go(`/cases/${caseId}/handover/${handoverId}`)
  await elena.sees('Responsible now: Child protection unit Tirana (demo)')
})

test('feedback comes after 7, 30, 90 and 180 days by the demo’s clock', async () => {
  const ways: [string, string[]][] = [
    ['7', ['7 days on']],
    ['30', ['7 days on', '7 days on', '7 days on', '1 day on', '1 day on']],
    ['90', ['60 days on']],
    ['180', ['90 days on']],
  ]
  for (const [day, jumps] of ways) {
    await passDays(ardita, ...jumps)
    await ardita.takeUp('Give feedback')
    await ardita.record('Give feedback', {
      'Days after arrival': day,
      'The service has started': 'Yes',
      'Is the person safe?': 'Yes',
    })
    await region.settle()
  }
})

test('both sides close', async () => {
  await elena.takeUp('Close the handover')
  await elena.record('Close the handover')
  await region.settle()
  await elena.go(`/cases/${caseId}`)
  await elena.record('Close the case', {
    'Why the case ends': 'The lead was handed over',
    'Was the person told?': 'Yes',
    'Every open task has somebody else now': true,
  })
  await elena.sees('Case closed')
  await ardita.go(`/cases/${there}`)
  await ardita.record('Close the case', {
    'Why the case ends': 'The goals were reached',
    'Was the person told?': 'Yes',
    'Every open task has somebody else now': true,
  })
  await ardita.sees('Case closed')
})

test('no page complained', () => {
  const isNetworkGone = (text: string) => text.includes('ERR_INTERNET_DISCONNECTED')
  for (const desk of [mira, elena, teuta, goran, ardita])
    expect(
      desk.complaints.filter((text) => !isNetworkGone(text)),
      desk.name,
    ).toEqual([])
})
