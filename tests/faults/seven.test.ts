import type { CaseView, Home } from '@ariadne/contract'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import * as steps from '../../apps/server/src/demo/handoverSteps.ts'
import type { Person } from '../../apps/server/src/demo/person.ts'
import { caseworkOf } from '../../apps/server/src/casework/index.ts'
import { openAdultCase } from '../support/cases.ts'
import { MK_NRM, beginHandover, proceedTo } from '../support/handovers.ts'
import { refusalOf } from '../support/refusals.ts'
import { startRegion, type Region } from '../support/region.ts'

// Seven faults that another system, which shares cases between instances, met in its first years. Each by its name.

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

let region: Region
let elena: Person
let genti: Person

beforeAll(async () => {
  region = await startRegion(['mk', 'al'])
  elena = await region.person('mk/elena')
  genti = await region.person('al/genti')
})
afterAll(() => region.stop())

const NAME = 'Fictional Adult with a name of her own'

describe('1. preview leaking', () => {
  test('until the dossier is sent, nothing that names anybody is in the other instance, not even sealed', async () => {
    const caseId = await openAdultCase(elena, { identity: NAME })
    const handover = await beginHandover(region, elena, genti, { caseId })
    await proceedTo(handover, 'accepted')
    await steps.confirmWithPerson(elena, caseId, handover.handoverId)
    await region.settle()
    expect(await region.sql('al', `select 1 from app.sealed_part where subject = '${handover.handoverId}'`)).toEqual([])
    const kept = await region.sql<{ jws: string }>(
      'al',
      `select jws from app.inbox where thread = '${handover.handoverId}'`,
    )
    for (const { jws } of kept) {
      const said = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()
      expect(said).not.toContain('Fictional')
      expect(JSON.parse(said)).toMatchObject({ body: { parts: [] } })
    }
    // What a preview could show is what the offer's form has room for: codes.
    const view = await genti.get<CaseView>(`/api/cases/${handover.there}`)
    for (const action of view.actions)
      for (const value of Object.values(action.body ?? {}))
        if (typeof value === 'string') expect(value).toMatch(/^[\w.:-]{1,80}$|^Genti Bredhi$/u)
  })
})

describe('2. re-sharing to widen scope', () => {
  test('what was not agreed stays out; with a new agreement the same recipient gets more', async () => {
    const handover = await beginHandover(region, elena, genti, { classes: ['identity'] })
    await proceedTo(handover, 'dossier')
    const { caseId, handoverId, there } = handover
    const wider = {
      handoverId,
      texts: { identity: NAME, medical_essentials: 'Needs her tablets' },
      expiresOn: region.day(100),
    }
    expect(await refusalOf(steps.sendDossier(elena, caseId, wider))).toBe('class_not_agreed')
    await steps.agree(elena, { ...handover.giving, classes: ['identity', 'medical_essentials'] })
    await steps.sendDossier(elena, caseId, wider)
    await region.settle()
    expect(await genti.open(there, ['medical_essentials'], 'support_person')).toEqual({
      medical_essentials: ['Needs her tablets'],
    })
    expect(await handover.stages()).toEqual(['dossier_sent', 'dossier_sent'])
  })
})

describe('3. handing back to the origin', () => {
  test('the case can return to the country it came from, and leads there again', async () => {
    const handover = await beginHandover(region, elena, genti)
    await proceedTo(handover, 'arrived')
    expect(await handover.leads()).toEqual(['ins_al', 'ins_al'])
    // She wants to go back. The case in Albania is now the one that is handed over.
    await genti.act(handover.there, 'confidentiality.explained', {
      language: 'sq',
      interpreter: 'none_needed',
      understood: true,
    })
    await genti.act(handover.there, 'asylum.recorded', { status: 'none_pending', explainedIn: 'sq' })
    const back = await beginHandover(region, genti, elena, { caseId: handover.there, to: MK_NRM })
    await proceedTo(back, 'arrived')
    expect(await back.leads()).toEqual(['ins_mk', 'ins_mk'])
    const home = await elena.loadCase(back.there)
    expect(home.state).toMatchObject({ status: 'open', lead: { unitId: MK_NRM.unitId } })
    // Her first file here is another list and stays what it was: handed over.
    expect((await elena.loadCase(handover.caseId)).state.status).toBe('transferred_lead')
  })
})

describe('4. revoke after handover', () => {
  test('after the arrival a withdrawal still stops the sharing, reaches the other side, and moves no lead', async () => {
    const handover = await beginHandover(region, elena, genti)
    await proceedTo(handover, 'arrived')
    await elena.act(handover.caseId, 'handover.withdrawn', {
      handoverId: handover.handoverId,
      reason: 'person_withdrew',
      toldWhatCannotBeRecalled: true,
    })
    await region.settle()
    expect(await handover.stages()).toEqual(['arrived', 'arrived'])
    expect(await handover.leads()).toEqual(['ins_al', 'ins_al'])
    expect(
      await refusalOf(
        steps.sendDossier(elena, handover.caseId, {
          handoverId: handover.handoverId,
          texts: { identity: NAME },
          expiresOn: region.day(9),
        }),
      ),
    ).toBe('handover_not_at_this_stage')
    expect(
      await refusalOf(
        handover.receiverAct('handover.feedback_given', {
          day: 7,
          serviceStarted: true,
          safe: 'yes',
          nextContactOn: null,
        }),
      ),
    ).toBe('custody_withdrawn')
    await handover.receiverAct('handover.withdrawal_acknowledged', { stoppedSharing: true, erased: false })
    await region.settle()
    const { state } = await elena.loadCase(handover.caseId)
    expect(state.handovers[0]?.withdrawal?.acknowledgedAt).not.toBeNull()
  })
})

describe('5. delete before acceptance', () => {
  test('a case cannot be erased while it is offered; taken back first, the other side knows and closes its copy', async () => {
    const handover = await beginHandover(region, elena, genti)
    await proceedTo(handover, 'acknowledged')
    const casework = caseworkOf(region.instance('mk').platform)
    const erase = () => casework.eraseBodies(handover.caseId as never)
    await expect(erase()).rejects.toMatchObject({ detail: { code: 'case_not_erasable' } })
    expect(
      await refusalOf(
        elena.act(handover.caseId, 'case.closed', {
          reason: 'opened_in_error',
          personInformed: 'yes',
          tasksReassigned: true,
        }),
      ),
    ).toBe('handover_still_open')
    await handover.senderAct('handover.voided', { reason: 'sent_in_error' })
    await region.settle()
    expect(await handover.stages()).toEqual(['voided', 'voided'])
    expect((await genti.loadCase(handover.there)).state.status).toBe('closed')
    await elena.act(handover.caseId, 'case.closed', {
      reason: 'opened_in_error',
      personInformed: 'yes',
      tasksReassigned: true,
    })
    expect((await erase()).erased).toBeGreaterThan(0)
    // The instance keeps no second copy of what it said, in the messages it sent.
    const said = await region.sql<{ count: string }>(
      'mk',
      `select count(*) from app.outbox where case_id = '${handover.caseId}' and draft::text like '%safe_accommodation%'`,
    )
    expect(Number(said[0]?.count)).toBe(0)
  })
})

describe('6. pseudonymise plus handover', () => {
  test('under a pseudonym on both sides, each side reads what it should, before and after', async () => {
    const caseId = await openAdultCase(elena, { identity: NAME })
    const handover = await beginHandover(region, elena, genti, { caseId })
    await proceedTo(handover, 'arrived')
    const [here, there] = [await elena.loadCase(caseId), await genti.loadCase(handover.there)]
    expect(here.state.reference).toMatch(/^MK-/u)
    expect(there.state.reference).toMatch(/^AL-/u)
    expect(here.state.reference.slice(3)).not.toBe(there.state.reference.slice(3))
    expect(await genti.open(handover.there, ['identity'], 'support_person')).toEqual({ identity: ['Fictional Adult'] })
    // The new lead writes on; the old one keeps the ledger, reads the feedback, and opens nothing any more.
    await genti.act(handover.there, 'note.added', { about: 'contact' }, { narrative: 'She has settled in.' })
    expect(await genti.open(handover.there, ['narrative'], 'support_person')).toEqual({
      narrative: ['She has settled in.'],
    })
    await expect(elena.open(caseId, ['identity'], 'support_person')).rejects.toThrow(/class|not_your|refused/u)
    const { readers } = await elena.get<CaseView>(`/api/cases/${caseId}`)
    expect(readers.every((one) => Array.isArray(one.classes) && one.classes.length === 0)).toBe(true)
  })
})

describe('7. silent overwrite', () => {
  test('two who change the same thing at once: the second is told, and nothing of the first is lost', async () => {
    const caseId = await openAdultCase(elena)
    const agim = await region.person('mk/agim')
    const { state } = await elena.loadCase(caseId)
    const first = await elena.prepareAct(state, 'identification.presumed', { basis: 'professional_concern' })
    const second = await agim.prepareAct(state, 'identification.presumed', { basis: 'trusted_partner' })
    const [one] = await elena.send(first)
    const [other] = await agim.send(second)
    expect(one?.status).toBe('accepted')
    expect(other).toMatchObject({ status: 'conflict', conflict: { region: 'identification' } })
    const { actions } = await elena.loadCase(caseId)
    expect(actions.filter((action) => action.kind === 'identification.presumed').map((action) => action.body)).toEqual([
      { basis: 'professional_concern' },
    ])
  })

  test('two countries that act at once: what cannot stand is refused, shown to a person, and both lists keep all of theirs', async () => {
    const handover = await beginHandover(region, elena, genti)
    await proceedTo(handover, 'acknowledged')
    region.cut(true)
    await handover.accept()
    await handover.senderAct('handover.voided', { reason: 'sent_in_error' })
    region.cut(false)
    await region.hours(1)
    await region.settle()
    expect(await handover.stages()).toEqual(['voided', 'voided'])
    // The acceptance stands in the list of the side that gave it, and its people are told that it did not count.
    expect((await genti.loadCase(handover.there)).actions.map((one) => one.kind)).toContain('handover.accepted')
    expect((await elena.loadCase(handover.caseId)).actions.map((one) => one.kind)).not.toContain('handover.accepted')
    const board = await genti.get<{ entries: Home['queues'][number]['first'] }>('/api/queues/message_not_delivered')
    expect(board.entries.map((line) => line.hints['code'])).toContain('handover_not_at_this_stage')
    const { messages } = await genti.get<CaseView>(`/api/cases/${handover.there}`)
    expect(messages).toContainEqual(expect.objectContaining({ state: 'processed', code: 'handover_not_at_this_stage' }))
  })
})
