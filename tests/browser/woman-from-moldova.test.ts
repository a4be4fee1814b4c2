import { afterAll, beforeAll, expect, test } from 'vitest'
import * as steps from '../../apps/server/src/demo/handoverSteps.ts'
import type { Person } from '../../apps/server/src/demo/person.ts'
import { findBarriers, phone } from '../support/browser.ts'
import { startRegion, type Region } from '../support/region.ts'
import { sitDown, type Desk } from './support/desk.ts'

// A woman from Moldova found by an outreach NGO in Serbia; she was exploited in Sweden. What the other story walks through in
// the same way (the agreement's pages, the question) is done through the contract here.

const COMPENSATION = {
  instanceId: 'ins_se',
  unitId: 'unt_se_compensation',
  country: 'SE',
  kind: 'victim_support_authority',
}

let region: Region
let jelena: Desk
let ivana: Desk
let ingrid: Desk
let behindIvana: Person
let behindIngrid: Person
let caseId: string
let there: string
let handoverId: string
let cardCode: string

beforeAll(async () => {
  region = await startRegion(['rs', 'se'], { listen: true })
  ;[jelena, ivana, ingrid] = await Promise.all([
    sitDown(region, 'rs/jelena', { viewport: phone }),
    sitDown(region, 'rs/ivana'),
    sitDown(region, 'se/ingrid'),
  ])
  behindIvana = await region.person('rs/ivana')
  behindIngrid = await region.person('se/ingrid')
})
afterAll(() => region.stop())

test('an outreach worker finds her; she is asked before anybody else is told, and takes the card', async () => {
  await jelena.follow('Screen a person')
  await jelena.answerAndGoOn({
    'Kind of place': 'Street',
    'Language the person speaks': 'Romanian',
    Interpreter: 'By phone or video',
  })
  await jelena.answerAndGoOn({ 'Is it safe to talk with the person?': 'Yes, we are alone' })
  await jelena.answerAndGoOn({ Age: '25 to 39', Sex: 'Woman or girl', 'Who is with them?': 'Alone' })
  await jelena.press('Says so themselves')
  await jelena.mark('Papers or phone were taken and are not given back', 'Yes, it is there')
  await jelena.mark('Had to work for little or no pay', 'Yes, it is there')
  await jelena.press('Continue')
  await jelena.sees('What to do')
  await jelena.press('Continue')
  await jelena.answerAndGoOn({
    'Did you ask the person?': 'Yes, and the person agrees',
    Unit: 'Victim protection centre (demo)',
    'How soon': 'Today',
  })
  await jelena.answerAndGoOn({ 'Where the person is now': 'Where the outreach bus stops' })
  await jelena.answerAndGoOn({ 'Has somebody taken the person in hand?': 'Not yet' })
  await jelena.press('Make a card')
  await jelena.picture('card')
  cardCode = await jelena.page.locator('.card-letters').first().innerText()
  await jelena.answerAndGoOn({ 'What happened?': 'The person took the card or the code' })
  await jelena.press('Refer and send')
  await jelena.sees('It has arrived')
})

test('she is told the limits of confidentiality before a file is opened, and agrees to the file', async () => {
  await ivana.takeUp('Acknowledge')
  await ivana.press('Acknowledge')
  await ivana.follow('Open a case')
  await ivana.answerAndGoOn({ 'Is it safe for the person to go on now?': 'Yes, it is safe now' })
  await ivana.answerAndGoOn({ 'Nationality the person states': 'Moldova' })
  // Not yet explained: the page does not let the file be opened.
  await ivana.answer({ 'Have the limits of confidentiality been explained?': 'Not yet' })
  await ivana.sees('Explain the limits of confidentiality to the person first.')
  await ivana.answerAndGoOn({
    'Have the limits of confidentiality been explained?': 'Yes',
    Interpreter: 'Present',
    'The person said in their own words what this means': true,
  })
  await ivana.answerAndGoOn({ 'May a file be opened?': 'Yes, the person agrees to a file' })
  await ivana.answerAndGoOn({ 'Given name': 'Fictional', 'Family name': 'Woman' })
  await ivana.answerAndGoOn({ 'Who works with the person?': 'My unit alone, for now' })
  await ivana.press('Open the case')
  await ivana.sees('What can be done next')
  caseId = /\/cases\/([^/]+)/u.exec(ivana.page.url())?.[1] ?? ''
})

test('she agrees to services, and to no introduction to the police: help goes on all the same', async () => {
  await ivana.record('Request a service', {
    Type: 'Safe accommodation',
    Unit: 'Shelter B (demo)',
    Urgency: 'Today',
  })
  await ivana.follow('Agreements')
  await ivana.record('Record a refusal', {
    Purpose: 'Introduction to the police',
    Country: 'Serbia',
    'Help goes on all the same': true,
  })
  await ivana.sees('Refusal recorded')
  await ivana.record('Update a service', { Type: 'Safe accommodation', Status: 'Started' })
  await ivana.record('Agree a support plan', {
    'Agreed together with the person': true,
    Needs: ['Safe accommodation', 'Compensation claim'],
    'Look at it again on': region.day(60),
    'Support plan › Text': 'Rest first; then decide about the claim.',
  })
  await ivana.sees('Support plan agreed')
})

test('a reflection period runs, of thirty days at least', async () => {
  await ivana.record('Record a presumption', { 'Based on': 'The person says so' })
  await ivana.record('Offer a reflection period', { 'Explained in': 'Romanian' })
  await ivana.begin('Start the reflection period')
  await ivana.answerAndGoOn({
    'Ends on': region.day(29),
    'Basis of the length': 'Convention minimum of 30 days',
  })
  await ivana.sees('A reflection period lasts at least 30 days.')
  await ivana.answerAndGoOn({ 'Ends on': region.day(35) })
  await ivana.press('Confirm')
  await ivana.sees('Reflection period started')
})

test('a Swedish unit is offered one task, help with a compensation claim, and accepts', async () => {
  await ivana.record('Record what was said about asylum', {
    Status: 'No application pending',
    'Explained in': 'Romanian',
  })
  const giving = {
    caseId,
    role: 'provide_service' as const,
    to: COMPENSATION,
    classes: ['identity', 'legal_status'] as const,
    language: 'ro',
    expiresOn: region.day(180),
  }
  await steps.agree(behindIvana, giving)
  handoverId = await steps.ask(behindIvana, giving, {
    needs: ['compensation_claim'],
    ageBand: '25_39',
    sex: 'Feminine',
    languages: ['ro'],
    fromOn: region.day(1),
    untilOn: region.day(90),
  })
  await region.settle()
  there = await steps.findCaseOf(behindIngrid, handoverId)
  await behindIngrid.act(there, 'handover.capability_answered', { handoverId, answer: 'possible' })
  await region.settle()

  await ivana.takeUp('Send the offer')
  await ivana.record('Send the offer', { 'Risks the other side must know': ['Threat from the network'] })
  await region.settle()
  await ingrid.takeUp('Acknowledge the offer')
  await ingrid.sees('What both sides know')
  const offer = await ingrid.page.locator('#main').innerText()
  expect(offer).toContain('Compensation claim')
  expect(offer).not.toContain('Fictional')
  await ingrid.record('Acknowledge the offer')
  await ingrid.follow('Accept')
  await ingrid.answerAndGoOn({ 'Worker who will receive the person': 'Ingrid Almdal' })
  await ingrid.answerAndGoOn({
    Place: 'None needed',
    'Guardian in the receiving country': 'Not needed',
    'From which day': region.day(1),
    'Languages the staff speak': 'Romanian',
  })
  await ingrid.press('Confirm')
  await ingrid.sees('Responsible now: Victim protection centre (demo)')
  await region.settle()
})

test('she changes her mind: one page, one step, while Sweden cannot be reached', async () => {
  region.cut(true)
  await ivana.go(`/cases/${caseId}/agreements`)
  await ivana.follow('Provide a service')
  await ivana.follow('Take it back')
  await ivana.answerAndGoOn({ 'Told what cannot be taken back once it was sent': true }, 'Take it back now')
  await ivana.sees('Taken back')
  await ivana.go(`/cases/${caseId}/handover/${handoverId}`)
  await ivana.sees('The other side has not acknowledged the withdrawal yet.')
  expect(await ivana.page.getByRole('link', { name: 'Send the dossier' }).count()).toBe(0)
})

test('the withdrawal reaches Sweden and is acknowledged', async () => {
  region.cut(false)
  await region.hours(1)
  await region.settle()
  await ingrid.takeUp('Acknowledge the withdrawal')
  await ingrid.record('Acknowledge the withdrawal', {
    'Sharing has stopped': true,
    'What was received has been erased': 'Yes',
  })
  await region.settle()
  await ivana.go(`/cases/${caseId}/handover/${handoverId}`)
  await ivana.sees('The other side acknowledged the withdrawal')
  await ingrid.go('/')
  await ingrid.sees('Nothing is waiting for you')
})

test('Serbia has kept the lead throughout, and goes on helping her', async () => {
  await ivana.go(`/cases/${caseId}`)
  await ivana.sees('Led by Victim protection centre (demo)')
  await ivana.record('Record compensation', { Status: 'The person was informed', 'Paid by': 'State fund' })
  await ivana.sees('Compensation recorded')
})

test('in Sweden she shows the card: what goes is said to her in Romanian, and nothing goes before she wants it', async () => {
  await ingrid.go('/cards')
  await ingrid.follow('A person shows a card')
  await ingrid.sees('What this does')
  await ingrid.picture('card-shown')
  await ingrid.answerAndGoOn({
    'Code on the card': cardCode.toLowerCase().replaceAll('-', ' '),
    'Country that gave the card': 'Serbia',
    'Why now': 'Wants to go on with the talk',
    'Language of the person': 'Romanian',
  })
  await ingrid.press(/^We are alone now/)
  await ingrid.sees('Cu acest card îi pot întreba pe cei care vi l-au dat dacă vor să vorbească cu mine.')
  await ingrid.picture('card-shown-talk')
  for (let said = 0; said < 3; said += 1) await ingrid.press(/^Understood/)
  await ingrid.press(/^Yes/)
  await ingrid.sees('This goes, and nothing else.')
  await ingrid.press('Ask')
  await ingrid.sees('Without the person here nothing is sent')
  await ingrid.answer({ 'The person is here with me': true, 'The person has heard what goes, and wants it': true })
  await ingrid.picture('card-shown-check')
  expect(await findBarriers(ingrid.page)).toEqual([])
  await ingrid.press('Ask')
  await ingrid.sees('Waiting for a person there')
})

test('her coordinator in Serbia decides, and is led from there to the handover lane', async () => {
  await region.settle()
  await ivana.takeUp('Decide')
  await ivana.sees('A card of yours was shown')
  await ivana.answer({ 'What do you answer?': 'We know this person and may speak' })
  await ivana.picture('card-request')
  expect(await findBarriers(ivana.page)).toEqual([])
  await ivana.press('Decide')
  await ivana.sees('Your unit has answered')
  await ivana.follow('Ask that unit what it can do')
  await ivana.sees('Whom do you want to ask?')
  expect(await ivana.page.locator('input[type=radio]:checked').getAttribute('value')).toBe('unt_se_compensation')
  await region.settle()
  await ingrid.takeUp('Read the answer')
  await ingrid.sees('We know this person and may speak')
  await ingrid.picture('card-answered')
  await ingrid.press('Noted')
})

test('who is on duty is written down, and the page says how long each has', async () => {
  await ivana.go('/duty')
  await ivana.sees('These are targets of this country, not law.')
  await ivana.press('Add a turn')
  await ivana.answer({ Who: 'Nikola Hrastov', 'How long': '8 hours' })
  await ivana.press('Save')
  await ivana.sees(/^Nikola Hrastov/u)
  await ivana.picture('duty')
  expect(await findBarriers(ivana.page)).toEqual([])
})

test('no page complained', () => {
  for (const desk of [jelena, ivana, ingrid]) expect(desk.complaints, desk.name).toEqual([])
})
