import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Api, CommandOutcome, Home } from '@ariadne/contract'
import { digestOfSet } from '@ariadne/domain/screening'
import type { IndicatorSet } from '@ariadne/domain/screening'
import { signContentPackage, signTrustList, signTrustRoot } from '@ariadne/exchange'
import type { ContentPackage } from '@ariadne/exchange'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeNetwork, rootOf } from '../../../../packages/exchange/src/testing/network.ts'
import type { Network } from '../../../../packages/exchange/src/testing/network.ts'
import { mintId } from '@ariadne/domain'
import { withSystem } from '../platform/database/index.ts'
import { contentFolderOf, filesOf, LANGUAGES, smallSet, wordsFor } from '../testing/contentFolder.ts'
import { startTestInstance } from '../testing/instance.ts'
import type { Asker, TestInstance } from '../testing/instance.ts'
import { testFolder } from '../testing/folder.ts'

// What an instance takes over from the network, what it does not, and how a draft becomes something that can be signed.

type Overview = Api['GET /api/content']['response']
type Received = Api['POST /api/content/packages']['response']

const DRAFT = { language: 'sq', state: 'machine_draft', drafter: 'machine', reviewer: null }
const HOUR = 3_600_000
const away = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString()
let network: Network
let instance: TestInstance
let coordinator: Asker
let secretary: Asker
let responder: Asker

const person = (name: string, functions: string[]) => ({
  memberId: `mbr_${name}`,
  email: `${name}@ariadne.example`,
  passphrase: `a long passphrase of ${name}`,
  units: { unt_office: functions },
})

beforeAll(async () => {
  network = await makeNetwork()
  const folder = testFolder('library')
  const root = rootOf(network.coordinators, { issued: away(-24), expires: away(9000) })
  const list = { ...network.list, issued: away(-1), expires: away(200) }
  const keys = network.coordinators.map(({ key }) => key)
  writeFileSync(join(folder, 'root.json'), JSON.stringify(await signTrustRoot(root, keys)))
  writeFileSync(join(folder, 'list.json'), JSON.stringify(await signTrustList(list, keys)))
  instance = await startTestInstance({
    config: {
      contentDir: contentFolderOf({
        ...filesOf(smallSet()),
        'catalogues/ways/en.json': { 'reach.send': { message: 'Send', description: 'The button' } },
        'reach/reach.yaml': { version: '1.0.0', languages: ['tr'], messages: ['reach.send'] },
        'reach/tr.json': { $catalogue: { ...DRAFT, language: 'tr' }, 'reach.send': 'Gönder' },
        'indicator-sets/small/1.0.0/sq.json': { $catalogue: DRAFT, ...wordsFor(smallSet())['sq'] },
        'catalogues/codes/en.json': {},
      }),
      trust: { list: join(folder, 'list.json'), root: join(folder, 'root.json') },
    },
  })
  await instance.unit('unt_office', 'nrm_office')
  const people = [
    person('coordinator', ['national_coordinator']),
    person('secretary', ['secretariat']),
    person('responder', ['first_responder']),
  ]
  for (const one of people) await instance.enrolled(one)
  const [first, second, third] = await Promise.all(people.map((one) => instance.signIn(one)))
  if (!first || !second || !third) throw new Error('Nobody is signed in.')
  ;[coordinator, secretary, responder] = [first, second, third]
})
afterAll(() => instance.stop())

const approved = (version: string, more: Partial<IndicatorSet> = {}): IndicatorSet =>
  smallSet({
    version,
    lifecycle: { state: 'approved', effectiveFrom: '2026-01-01', replaces: null },
    ...more,
  })
const packed = async (
  version: number,
  sets: IndicatorSet[],
  more: Partial<ContentPackage> = {},
): Promise<ContentPackage> => ({
  v: 1,
  name: 'regional-signs',
  version,
  issued: away(-1),
  sets: await Promise.all(
    sets.map(async (set) => ({
      id: set.id,
      version: set.version,
      digest: await digestOfSet(set, wordsFor(set)),
      definition: { ...set },
      texts: wordsFor(set),
    })),
  ),
  overlays: [],
  ...more,
})
const adopt = async (content: ContentPackage, by: number[], asker = coordinator): Promise<Received> => {
  const keys = by.map((at) => network.coordinators[at]?.key).filter((key) => key !== undefined)
  const answer = await asker('/api/content/packages', { json: { signed: await signContentPackage(content, keys) } })
  expect(answer.status).toBe(200)
  return (await answer.json()) as Received
}
const overview = async (asker = coordinator) => (await (await asker('/api/content')).json()) as Overview
const bundleVersions = async () => {
  const bundle = (await (await instance.ask('/api/content/bundle')).json()) as { sets: { set: IndicatorSet }[] }
  return bundle.sets.map(({ set }) => set.version)
}
const send = async (asker: Asker, kind: string, body: object): Promise<CommandOutcome> => {
  const command = { id: mintId(Date.now()), kind, at: new Date().toISOString(), body }
  const answer = await asker('/api/commands', { json: { commands: [command] } })
  const { outcomes } = (await answer.json()) as { outcomes: CommandOutcome[] }
  if (!outcomes[0]) throw new Error('No outcome.')
  return outcomes[0]
}

test('a package that the coordinators signed is adopted, and is in the bundle at once', async () => {
  const before = await instance.ask('/api/content/bundle')
  expect(await adopt(await packed(1, [approved('2.0.0')]), [0, 1])).toMatchObject({
    adopted: true,
    code: null,
    contents: ['small@2.0.0'],
    signers: [
      { holder: 'ins_mk', country: 'MK' },
      { holder: 'ins_rs', country: 'RS' },
    ],
  })
  expect(await bundleVersions()).toEqual(['1.0.0', '2.0.0'])
  expect((await instance.ask('/api/content/bundle')).headers.get('ETag')).not.toBe(before.headers.get('ETag'))
  const { sets, trusted } = await overview()
  expect(trusted).toBe(true)
  expect(sets).toMatchObject([
    { id: 'small', version: '1.0.0', stage: 'proposed', from: null },
    {
      version: '2.0.0',
      stage: 'effective',
      signs: 4,
      from: { name: 'regional-signs', version: 1 },
      languages: [...LANGUAGES].sort(),
    },
  ])
})

test('the same package again is no second one', async () => {
  const { packages } = await overview()
  const again = await packed(1, [approved('2.0.0')], { issued: packages[0]?.issuedAt ?? '' })
  expect(await adopt(again, [2, 1])).toMatchObject({ adopted: true, receipt: packages[0]?.receipt })
  expect((await overview()).packages.length).toBe(packages.length)
})

test('a package nobody vouches for is not adopted, and the content page says so', async () => {
  expect(await adopt(await packed(2, [approved('3.0.0')]), [1])).toMatchObject({
    adopted: false,
    code: 'below_threshold',
    detail: '1 of the 2 coordinators needed have signed',
    signers: [{ country: 'RS' }],
    contents: ['small@3.0.0'],
  })
  expect(await bundleVersions()).not.toContain('3.0.0')
  expect((await overview(responder)).packages[0]).toMatchObject({ adopted: false, code: 'below_threshold' })
  expect(await adopt(await packed(0 + 2, [approved('3.0.0')]), [1])).toMatchObject({ adopted: false })
  const noPackage = await coordinator('/api/content/packages', { json: { signed: { hello: 'there' } } })
  expect(await noPackage.json()).toMatchObject({ adopted: false, code: 'malformed', name: null })
})

test('a published version with other contents, an unsound set, a draft and a wrong digest are refused, signed or not', async () => {
  const weaker = approved('2.0.0', {
    signs: smallSet().signs.map((sign) => (sign.id === 'hurt' ? { ...sign, dimension: 'act' as const } : sign)),
  })
  expect(await adopt(await packed(3, [weaker]), [0, 1])).toMatchObject({
    adopted: false,
    code: 'changed_after_publication',
    detail: expect.stringContaining('small@2.0.0'),
  })
  const unsound = approved('2.1.0', { rules: [{ id: 'r', outcome: 'refer', when: { sign: 'nothing' } }] })
  expect(await adopt(await packed(3, [unsound]), [0, 1])).toMatchObject({
    code: 'invalid_content',
    detail: expect.stringContaining('rules.0.when.sign'),
  })
  expect(await adopt(await packed(3, [smallSet({ version: '2.1.0' })]), [0, 1])).toMatchObject({
    code: 'not_published',
  })
  const honest = await packed(3, [approved('2.1.0')])
  const sets = honest.sets.map((one) => ({ ...one, digest: 'f'.repeat(64) }))
  expect(await adopt({ ...honest, sets }, [0, 1])).toMatchObject({ code: 'digest_differs' })
  expect(await adopt(await packed(1, [approved('2.2.0')]), [0, 1])).toMatchObject({ code: 'equivocation' })
  expect(await bundleVersions()).toEqual(['1.0.0', '2.0.0'])
})

test('a later package retires a version, and what was screened with it still finds it', async () => {
  const over = approved('2.0.0', {
    lifecycle: { state: 'retired', effectiveFrom: '2026-01-01', retiredFrom: '2026-02-01', replaces: null },
  })
  expect(await adopt(await packed(4, [over]), [1, 2])).toMatchObject({ adopted: true })
  expect((await overview()).sets.find(({ version }) => version === '2.0.0')).toMatchObject({ stage: 'retired' })
  expect(await bundleVersions()).toContain('2.0.0')
})

test("an overlay signed by the country's own coordinator is laid over the region's set", async () => {
  const overlay = {
    country: 'MK',
    set: 'small',
    over: '2.0.0',
    number: 1,
    lifecycle: { state: 'approved', effectiveFrom: '2026-01-01' },
    mute: ['tired'],
  }
  const texts = Object.fromEntries(LANGUAGES.map((one) => [one, { 'sign.tired.muted': 'Common here' }]))
  const national = (version: number) =>
    packed(version, [], {
      name: 'mk-signs',
      overlays: [{ country: 'MK', set: 'small', over: '2.0.0', definition: overlay, texts }],
    })
  expect(await adopt(await national(1), [1, 2])).toMatchObject({ adopted: false, code: 'other_country' })
  expect(await adopt(await national(1), [0])).toMatchObject({ adopted: true, contents: ['small@2.0.0 MK'] })
  expect(await bundleVersions()).toEqual(['1.0.0', '2.0.0', '2.0.0+mk.1'])
})

test('a responder adopts nothing and writes no draft', async () => {
  expect((await responder('/api/content/packages', { json: { signed: {} } })).status).toBe(403)
  const draft = { draftId: mintId(Date.now()), revision: 0, definition: {}, texts: {} }
  expect(await send(responder, 'content.save_draft', draft)).toMatchObject({
    status: 'refused',
    code: 'not_your_function',
  })
  expect((await responder(`/api/content/drafts/${draft.draftId}`)).status).toBe(403)
})

test('a draft is written with faults, put to review without, and approved by somebody else', async () => {
  const draftId = mintId(Date.now())
  const definition = { ...smallSet({ id: 'mk-small', version: '3.0.0' }) }
  const texts = wordsFor(smallSet())
  const { en: _, ...half } = texts
  expect(
    await send(coordinator, 'content.save_draft', { draftId, revision: 0, definition, texts: half }),
  ).toMatchObject({
    result: { revision: 1 },
  })
  const draft = (await (await secretary(`/api/content/drafts/${draftId}`)).json()) as { problems: object[] }
  expect(draft.problems).toMatchObject([{ file: 'en.json', code: 'missing_language' }])
  const move = (asker: Asker, revision: number, act: object) =>
    send(asker, 'content.move_draft', { draftId, revision, move: act })
  expect(await move(coordinator, 1, { act: 'submit' })).toMatchObject({ code: 'draft_has_faults' })
  expect(await send(secretary, 'content.save_draft', { draftId, revision: 0, definition, texts })).toMatchObject({
    status: 'conflict',
    conflict: { reliedOn: 0, now: 1 },
  })
  await send(coordinator, 'content.save_draft', { draftId, revision: 1, definition, texts })
  expect(await move(coordinator, 2, { act: 'submit' })).toMatchObject({ status: 'accepted' })
  expect(await send(coordinator, 'content.save_draft', { draftId, revision: 3, definition, texts })).toMatchObject({
    code: 'draft_not_open',
  })
  const approve = { act: 'approve', effectiveFrom: away(240).slice(0, 10) }
  expect(await move(coordinator, 3, approve)).toMatchObject({ code: 'draft_needs_second' })
  expect(await move(secretary, 3, { ...approve, effectiveFrom: '2020-01-01' })).toMatchObject({ code: 'date_in_past' })
  expect(await move(secretary, 3, approve)).toMatchObject({ status: 'accepted', result: { revision: 4 } })
  expect(await move(secretary, 4, { act: 'submit' })).toMatchObject({ code: 'not_at_this_stage' })
  expect((await overview(secretary)).drafts).toMatchObject([
    { draftId, setId: 'mk-small', version: '3.0.0', state: 'approved', revision: 4 },
  ])
  const inUse = async () => (await overview()).sets.find(({ id }) => id === 'mk-small')
  expect(await inUse()).toMatchObject({
    version: '3.0.0',
    stage: 'approved',
    from: { name: 'own-mk-small', version: 1 },
  })
  expect((await overview()).packages[0]).toMatchObject({ adopted: true, signers: [{ country: 'MK' }] })
  const kept = (await (await secretary(`/api/content/drafts/${draftId}`)).json()) as { definition: IndicatorSet }
  expect(kept.definition.lifecycle).toMatchObject({ state: 'approved', effectiveFrom: approve.effectiveFrom })
  const retired = await move(secretary, 4, { act: 'retire', from: away(480).slice(0, 10) })
  expect(retired).toMatchObject({ status: 'accepted' })
  expect(await inUse()).toMatchObject({ lifecycle: { state: 'retired' }, from: { version: 2 } })
})

test('a country lays its own over a regional set, not that of another country', async () => {
  const draftId = mintId(Date.now())
  const definition = { country: 'MK', set: 'small', over: '1.0.0', number: 1, lifecycle: {}, mute: ['tired'] }
  const texts = Object.fromEntries(LANGUAGES.map((one) => [one, { 'sign.tired.muted': 'Common here' }]))
  const save = (revision: number, more: object) =>
    send(coordinator, 'content.save_draft', { draftId, revision, definition: { ...definition, ...more }, texts })
  expect(await save(0, { country: 'RS' })).toMatchObject({ code: 'draft_of_other_country' })
  expect(await save(0, { mute: ['nothing'] })).toMatchObject({ status: 'accepted' })
  const read = async (asker: Asker) => (await asker(`/api/content/drafts/${draftId}`)).json()
  expect(await read(coordinator)).toMatchObject({
    kind: 'overlay',
    setId: 'small',
    version: '1.0.0+mk.1',
    mayApprove: false,
    problems: expect.arrayContaining([expect.objectContaining({ file: 'overlay.yaml', code: 'unknown_sign' })]),
  })
  await save(1, {})
  const move = (asker: Asker, revision: number, act: object) =>
    send(asker, 'content.move_draft', { draftId, revision, move: act })
  expect(await move(coordinator, 2, { act: 'submit' })).toMatchObject({ status: 'accepted' })
  expect(await read(secretary)).toMatchObject({ mayApprove: true, problems: [] })
  expect(await move(secretary, 3, { act: 'approve', effectiveFrom: away(240).slice(0, 10) })).toMatchObject({
    status: 'accepted',
  })
  expect(((await read(secretary)) as { problems: object[] }).problems).toEqual([])
  expect(await bundleVersions()).toContain('1.0.0+mk.1')
  const again = mintId(Date.now())
  const other = { ...definition, mute: ['hurt'] }
  const muted = Object.fromEntries(LANGUAGES.map((one) => [one, { 'sign.hurt.muted': 'Common here' }]))
  await send(coordinator, 'content.save_draft', { draftId: again, revision: 0, definition: other, texts: muted })
  await send(coordinator, 'content.move_draft', { draftId: again, revision: 1, move: { act: 'submit' } })
  const approve = { act: 'approve', effectiveFrom: away(240).slice(0, 10) }
  expect(await send(secretary, 'content.move_draft', { draftId: again, revision: 2, move: approve })).toMatchObject({
    status: 'refused',
    code: 'changed_after_publication',
  })
})

test('what is the region’s is not agreed in one country', async () => {
  const draft = {
    draftId: mintId(Date.now()),
    definition: { ...smallSet({ version: '9.0.0' }) },
    texts: wordsFor(smallSet()),
  }
  await send(coordinator, 'content.save_draft', { ...draft, revision: 0 })
  expect(
    await send(coordinator, 'content.move_draft', { draftId: draft.draftId, revision: 1, move: { act: 'submit' } }),
  ).toMatchObject({ status: 'refused', code: 'set_of_the_region', field: 'definition.id' })
})

test('whoever wrote any of a draft does not approve it', async () => {
  const draftId = mintId(Date.now())
  const [definition, texts] = [{ ...smallSet({ id: 'mk-small', version: '4.0.0' }) }, wordsFor(smallSet())]
  await send(secretary, 'content.save_draft', { draftId, revision: 0, definition, texts })
  await send(coordinator, 'content.save_draft', { draftId, revision: 1, definition, texts })
  await send(coordinator, 'content.move_draft', { draftId, revision: 2, move: { act: 'submit' } })
  const move = { act: 'approve', effectiveFrom: away(240).slice(0, 10) }
  for (const asker of [secretary, coordinator])
    expect(await send(asker, 'content.move_draft', { draftId, revision: 3, move })).toMatchObject({
      code: 'draft_needs_second',
    })
})

test('a translation is confirmed by somebody who reads it, and only the words that were read are', async () => {
  const at = '/api/content/texts/set/small/1.0.0/sq'
  type Text = Api['GET /api/content/texts/{kind}/{id}/{version}/{language}']['response']
  const read = async () => (await (await secretary(at)).json()) as Text
  const draft = await read()
  expect(draft).toMatchObject({ isConfirmed: false, drafter: 'machine', reviewer: null, reviewedAt: null })
  expect(draft.words['set.title']).toBe('sq: set.title')
  // It waits on the morning board of those who read it and may confirm it, and of nobody else.
  const waiting = async (asker: Asker) =>
    ((await (await asker('/api/home')).json()) as Home).queues.filter(({ queue }) => queue === 'texts_to_confirm')
  expect(await waiting(secretary)).toEqual([])
  await withSystem(instance.platform.db, 'test', (tx) => sql`update member set language = 'sq'`.execute(tx))
  expect(await waiting(secretary)).toMatchObject([
    { count: 1, overdue: 0, first: [{ subject: { type: 'texts', language: 'sq' }, hints: { waiting: '2' } }] },
  ])
  expect(await waiting(responder)).toEqual([])
  const body = { kind: 'set', id: 'small', version: '1.0.0', language: 'sq', digest: draft.digest }
  expect((await responder(at)).status).toBe(403)
  expect(await send(responder, 'content.review_texts', body)).toMatchObject({ code: 'not_your_function' })
  expect(await send(secretary, 'content.review_texts', { ...body, digest: '0'.repeat(64) })).toMatchObject({
    code: 'texts_changed',
  })
  expect(await send(secretary, 'content.review_texts', body)).toMatchObject({ status: 'accepted' })
  expect(await read()).toMatchObject({ isConfirmed: true, reviewer: 'mbr_secretary', reviewedAt: expect.any(String) })
  expect(await waiting(secretary)).toMatchObject([{ first: [{ hints: { waiting: '1' } }] }])
  const bundle = (await (await instance.ask('/api/content/bundle')).json()) as {
    sets: { set: IndicatorSet; texts: Record<string, Record<string, unknown>> }[]
  }
  expect(bundle.sets.find(({ set }) => set.version === '1.0.0')?.texts['sq']).toMatchObject({
    $catalogue: { state: 'reviewed', drafter: 'machine', reviewer: 'mbr_secretary' },
  })
})

test('the page for people outside is confirmed like any other text, beside its English', async () => {
  const at = '/api/content/texts/reach/reach/1.0.0/tr'
  type Text = Api['GET /api/content/texts/{kind}/{id}/{version}/{language}']['response']
  const read = async () => (await (await secretary(at)).json()) as Text
  const draft = await read()
  expect(draft).toMatchObject({
    isConfirmed: false,
    words: { 'reach.send': 'Gönder' },
    english: { 'reach.send': 'Send' },
  })
  const body = { kind: 'reach', id: 'reach', version: '1.0.0', language: 'tr', digest: draft.digest }
  expect(await send(secretary, 'content.review_texts', body)).toMatchObject({ status: 'accepted' })
  expect(await read()).toMatchObject({ isConfirmed: true, reviewer: 'mbr_secretary' })
  const { texts } = (await (await instance.ask('/api/reach/words/tr')).json()) as { texts: { tr: object } }
  expect(texts.tr).toMatchObject({ $catalogue: { state: 'reviewed', reviewer: 'mbr_secretary' } })
})
