import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Api, CommandOutcome } from '@ariadne/contract'
import { mintId } from '@ariadne/domain'
import { digestOfSet } from '@ariadne/domain/screening'
import type { IndicatorSet } from '@ariadne/domain/screening'
import {
  canonicalJson,
  digestOf,
  findContentPackage,
  signContentPackage,
  signTrustList,
  signTrustRoot,
} from '@ariadne/exchange'
import type { GeneralJws } from '@ariadne/exchange'
import { writeSeed } from '@ariadne/vault'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeNetwork, rootOf } from '../../../../../packages/exchange/src/testing/network.ts'
import type { Network } from '../../../../../packages/exchange/src/testing/network.ts'
import { contentFolderOf, filesOf, smallSet, wordsFor } from '../../testing/contentFolder.ts'
import { startTestInstance } from '../../testing/instance.ts'
import type { Asker, TestInstance } from '../../testing/instance.ts'
import { stages } from '../../stages.ts'
import { withSystem } from '../../platform/database/index.ts'
import { libraryStage } from '../library.ts'
import { keepOffer } from './store.ts'

// A set of the region, from the secretariat's approval to its use in two countries of three, whose coordinators sign it.

type Overview = Api['GET /api/content']['response']
type Offer = Api['GET /api/content/offers/{digest}']['response']

const HOUR = 3_600_000
const away = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString()
let network: Network
const instances = new Map<string, TestInstance>()
let [clara, tomas, sonja, dragan, milan]: Asker[] = []
let isCut = false

const at = (code: string): TestInstance => {
  const found = instances.get(code)
  if (!found) throw new Error(`There is no instance ${code}.`)
  return found
}
const reach = (url: string, init?: RequestInit): Promise<Response> => {
  const { hostname, pathname } = new URL(url)
  if (isCut) return Promise.reject(new Error('The network is cut.'))
  return at(hostname.split('.')[0] ?? '').request(pathname, init)
}

beforeAll(async () => {
  network = await makeNetwork()
  const folder = mkdtempSync(join(tmpdir(), 'ariadne-offers-'))
  const keys = network.coordinators.map(({ key }) => key)
  const file = (name: string, value: unknown): string => {
    writeFileSync(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value))
    return join(folder, name)
  }
  const root = file(
    'root.json',
    await signTrustRoot(rootOf(network.coordinators, { issued: away(-24), expires: away(9000) }), keys),
  )
  const list = file('list.json', await signTrustList({ ...network.list, issued: away(-1), expires: away(200) }, keys))
  const drafted = (language: string) => ({
    $catalogue: { language, state: 'machine_draft', drafter: 'machine', reviewer: null },
    ...wordsFor(smallSet())[language],
  })
  const contentDir = contentFolderOf({
    ...filesOf(smallSet()),
    'indicator-sets/small/1.0.0/sq.json': drafted('sq'),
    'indicator-sets/small/1.0.0/mk.json': drafted('mk'),
    'catalogues/codes/en.json': {},
  })
  const start = async (code: 'net' | 'mk' | 'rs', country: string | undefined) => {
    const { record, kem } = network[code]
    const instance = await startTestInstance({
      stages: stages.map((stage) => (stage.name === 'library' ? libraryStage({ reach }) : stage)),
      config: {
        instance: {
          id: `ins_${code}`,
          kind: country ? 'country' : 'secretariat',
          ...(country ? { country } : {}),
          name: code,
        },
        contentDir,
        trust: {
          list,
          root,
          signingKey: file(`${code}-signing.json`, record),
          sealingKey: file(`${code}-sealing.txt`, writeSeed(kem.seed)),
        },
      },
    })
    instances.set(code, instance)
    await instance.unit('unt_office', 'nrm_office')
    return instance
  }
  const enter = async (instance: TestInstance, name: string, does: string): Promise<Asker> => {
    const email = `${name}@ariadne.example`
    const passphrase = `a long passphrase of ${name}`
    await instance.enrolled({ memberId: `mbr_${name}`, email, passphrase, units: { unt_office: [does] } })
    return instance.signIn({ email, passphrase })
  }
  const [net, mk, rs] = await Promise.all([start('net', undefined), start('mk', 'MK'), start('rs', 'RS')])
  ;[clara, tomas, sonja, dragan, milan] = await Promise.all([
    enter(net, 'clara', 'secretariat'),
    enter(net, 'tomas', 'secretariat'),
    enter(mk, 'sonja', 'national_coordinator'),
    enter(rs, 'dragan', 'national_coordinator'),
    enter(rs, 'milan', 'mediator'),
  ])
})
afterAll(async () => {
  for (const instance of instances.values()) {
    await instance.stop()
    await instance.database.drop()
  }
})

const send = async (asker: Asker, kind: string, body: object): Promise<CommandOutcome | undefined> => {
  const command = { id: mintId(Date.now()), kind, at: new Date().toISOString(), body }
  const answer = await asker('/api/commands', { json: { commands: [command] } })
  return ((await answer.json()) as { outcomes: CommandOutcome[] }).outcomes[0]
}
const overview = async (asker: Asker) => (await (await asker('/api/content')).json()) as Overview
const look = async (asker: Asker) =>
  (await (await asker('/api/content/look', { json: {} })).json()) as { reached: boolean }
const versions = async (code: string) => {
  const bundle = (await (await at(code).ask('/api/content/bundle')).json()) as { sets: { set: { version: string } }[] }
  return bundle.sets.map(({ set }) => set.version)
}
const approve = async (version: string) => {
  const draftId = mintId(Date.now())
  const lifecycle = { state: 'proposed', effectiveFrom: null, replaces: '1.0.0' }
  const definition = { ...smallSet({ version }), lifecycle }
  await send(clara!, 'content.save_draft', { draftId, revision: 0, definition, texts: wordsFor(smallSet()) })
  await send(clara!, 'content.move_draft', { draftId, revision: 1, move: { act: 'submit' } })
  const move = { act: 'approve', effectiveFrom: away(48).slice(0, 10) }
  expect(await send(tomas!, 'content.move_draft', { draftId, revision: 2, move })).toMatchObject({ status: 'accepted' })
}
const offerOf = async (asker: Asker): Promise<Offer> => {
  const [line] = (await overview(asker)).offers
  return (await (await asker(`/api/content/offers/${line?.digest}`)).json()) as Offer
}
/** As a coordinator signs in the browser: over the bytes that the page was given, with a key the instance never sees. */
const signatureOf = async ({ payload }: Offer, who: number): Promise<GeneralJws['signatures']> => {
  const found = findContentPackage({ payload, signatures: [] })
  const key = network.coordinators[who]?.key
  if (!found || !key) throw new Error('There is nothing to sign, or nobody to sign it.')
  return (await signContentPackage(found.content, [key])).signatures
}
const sign = async (asker: Asker, who: number) => {
  const offer = await offerOf(asker)
  return asker('/api/content/signatures', { json: { digest: offer.digest, signatures: await signatureOf(offer, who) } })
}

test('what the secretariat approved is offered, signed country by country, and in use once there are enough', async () => {
  await approve('1.1.0')
  expect((await overview(clara!)).offers).toMatchObject([
    { name: 'signs-small', version: 1, contents: ['small@1.1.0'], signers: [], needed: 2, adopted: false },
  ])
  expect(await look(sonja!)).toEqual({ reached: true })
  expect(await offerOf(sonja!)).toMatchObject({ maySign: true, isSigned: false })

  expect((await sign(sonja!, 0)).status).toBe(200)
  const [first] = (await overview(sonja!)).offers
  expect(first).toMatchObject({ signers: [{ country: 'MK' }], isSigned: true, isHandedIn: true, adopted: false })
  expect(await versions('mk')).toEqual(['1.0.0'])

  await look(dragan!)
  expect((await overview(dragan!)).offers).toMatchObject([{ signers: [{ country: 'MK' }], isSigned: false }])
  expect(await (await sign(dragan!, 1)).json()).toMatchObject({ isSigned: true, adopted: true })
  expect(await versions('rs')).toEqual(['1.0.0', '1.1.0'])
  expect(await versions('net')).toEqual(['1.0.0', '1.1.0'])
  await look(sonja!)
  expect(await versions('mk')).toEqual(['1.0.0', '1.1.0'])
  expect((await overview(sonja!)).packages).toMatchObject([
    { name: 'signs-small', adopted: true, signers: [{ country: 'MK' }, { country: 'RS' }] },
  ])
})

test('a signature of somebody else, or from nobody who may, is none', async () => {
  await approve('1.2.0')
  await look(sonja!)
  expect(await (await sign(sonja!, 1)).json()).toMatchObject({ code: 'signature_not_yours' })
  const offer = await offerOf(clara!)
  const json = { digest: offer.digest, signatures: await signatureOf(offer, 0) }
  expect((await clara!('/api/content/signatures', { json })).status).toBe(403)
  const forged = json.signatures.map((one) => ({
    ...one,
    signature: one.signature.replace(/^./u, (first) => (first === 'A' ? 'B' : 'A')),
  }))
  expect(
    await (
      await reach('https://net.ariadne.example/exchange/v1/content', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ ...json, signatures: forged }),
      })
    ).json(),
  ).toEqual({ signers: [] })
})

test('what was signed while the secretariat was out of reach is handed in later; without its own coordinator a country takes nothing', async () => {
  isCut = true
  expect((await sign(sonja!, 0)).status).toBe(200)
  expect((await overview(sonja!)).offers[0]).toMatchObject({ isSigned: true, isHandedIn: false })
  expect(await look(sonja!)).toEqual({ reached: false })
  isCut = false
  await look(sonja!)
  expect((await overview(sonja!)).offers[0]).toMatchObject({
    isHandedIn: true,
    contents: ['small@1.2.0', 'small@1.1.0'],
  })
  // Albania signs somewhere else; that makes two of two, and Serbia has not said a word.
  const offer = await offerOf(clara!)
  await reach('https://net.ariadne.example/exchange/v1/content', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ digest: offer.digest, signatures: await signatureOf(offer, 2) }),
  })
  await look(sonja!)
  await look(dragan!)
  expect(await versions('mk')).toContain('1.2.0')
  expect(await versions('rs')).not.toContain('1.2.0')
  expect((await overview(dragan!)).offers[0]).toMatchObject({
    signers: [{ country: 'MK' }, { country: 'AL' }],
    adopted: false,
  })
})

type Text = Api['GET /api/content/texts/{kind}/{id}/{version}/{language}']['response']
const key = (language: string) => ({ kind: 'set', id: 'small', version: '1.0.0', language })
const textOf = async (asker: Asker, language: string) =>
  (await (await asker(`/api/content/texts/set/small/1.0.0/${language}`)).json()) as Text
const titleAt = async (code: string, language: string) => {
  type Bundle = { sets: { set: { version: string }; texts: Record<string, Record<string, unknown>> }[] }
  const { sets } = (await (await at(code).ask('/api/content/bundle')).json()) as Bundle
  return sets.find(({ set }) => set.version === '1.0.0')?.texts[language]
}

test('what a reviewer confirmed in one country is shown in another with function and organisation, and is taken over by its own decision', async () => {
  const { digest } = await textOf(milan!, 'sq')
  expect(await send(milan!, 'content.review_texts', { ...key('sq'), digest })).toMatchObject({ status: 'accepted' })
  await look(sonja!)
  const shown = await textOf(sonja!, 'sq')
  expect(shown).toMatchObject({ isConfirmed: false, confirmedIn: ['RS'], mayTakeOver: true, takenFrom: null })
  expect(shown.elsewhere).toMatchObject([{ country: 'RS', function: 'mediator', digest, words: {} }])
  expect(JSON.stringify(shown)).not.toContain('milan')
  const takeOver = { ...key('sq'), digest, instance: 'ins_rs', reason: 'The same mediators work on both sides.' }
  expect(await send(milan!, 'content.take_over_review', takeOver)).toMatchObject({ code: 'not_your_function' })
  expect(await send(sonja!, 'content.take_over_review', { ...takeOver, instance: 'ins_al' })).toMatchObject({
    code: 'texts_changed',
  })
  expect(await send(sonja!, 'content.take_over_review', { ...takeOver, reason: ' ' })).toMatchObject({
    status: 'refused',
  })
  expect(await send(sonja!, 'content.take_over_review', takeOver)).toMatchObject({ status: 'accepted' })
  expect(await textOf(sonja!, 'sq')).toMatchObject({
    isConfirmed: true,
    elsewhere: [],
    takenFrom: { instance: 'ins_rs', country: 'RS', function: 'mediator', reason: takeOver.reason },
  })
  // What was taken over is no review of this country: it is not told on as one.
  await look(dragan!)
  expect((await (await reach('https://mk.ariadne.example/exchange/v1/reviews')).json()) as object).toMatchObject({
    signed: expect.any(String),
  })
  expect(await textOf(dragan!, 'sq')).toMatchObject({ confirmedIn: [] })
})

test('a sentence worded better is confirmed by somebody else, and travels with the words it was confirmed in', async () => {
  const { digest } = await textOf(milan!, 'mk')
  const change = { ...key('mk'), digest, words: { 'set.title': 'Подобро' } }
  expect(await send(milan!, 'content.change_texts', { ...change, words: { nowhere: 'x' } })).toMatchObject({
    code: 'text_does_not_fit',
  })
  expect(await send(milan!, 'content.change_texts', { ...change, words: { 'set.title': '{count}' } })).toMatchObject({
    code: 'text_does_not_fit',
    field: 'words.set.title',
  })
  expect(await send(milan!, 'content.change_texts', change)).toMatchObject({ status: 'accepted' })
  expect(await send(milan!, 'content.change_texts', change)).toMatchObject({ code: 'texts_changed' })
  const mended = await textOf(milan!, 'mk')
  expect(mended).toMatchObject({ isConfirmed: false, drafter: 'mbr_milan', words: { 'set.title': 'Подобро' } })
  const review = { ...key('mk'), digest: mended.digest }
  expect(await send(milan!, 'content.review_texts', review)).toMatchObject({ code: 'text_needs_second' })
  expect(await send(dragan!, 'content.review_texts', review)).toMatchObject({ status: 'accepted' })
  expect(await send(milan!, 'content.change_texts', { ...change, digest: mended.digest })).toMatchObject({
    code: 'text_is_confirmed',
  })
  await look(sonja!)
  const [offered] = (await textOf(sonja!, 'mk')).elsewhere
  expect(offered).toMatchObject({ function: 'national_coordinator', words: { 'set.title': 'Подобро' } })
  expect(await titleAt('mk', 'mk')).toMatchObject({ 'set.title': 'mk: set.title' })
  await send(sonja!, 'content.take_over_review', { ...review, instance: 'ins_rs', reason: 'Read by two of ours.' })
  expect(await titleAt('mk', 'mk')).toMatchObject({ 'set.title': 'Подобро', $catalogue: { state: 'reviewed' } })
})

test('a draft that changes nothing is not put to review', async () => {
  const draftId = mintId(Date.now())
  const bundle = (await (await clara!('/api/content/bundle')).json()) as {
    sets: { set: Record<string, unknown> & { version: string }; texts: Record<string, Record<string, unknown>> }[]
  }
  const before = bundle.sets.find(({ set }) => set.version === '1.0.0')
  if (!before) throw new Error('The set of the software is not there.')
  const lifecycle = { state: 'proposed', effectiveFrom: null, replaces: '1.0.0' }
  const definition = { ...before.set, version: '1.9.0', lifecycle }
  const submit = (revision: number) =>
    send(clara!, 'content.move_draft', { draftId, revision, move: { act: 'submit' } })
  await send(clara!, 'content.save_draft', { draftId, revision: 0, definition, texts: before.texts })
  expect(await submit(1)).toMatchObject({ status: 'refused', code: 'draft_changes_nothing' })
  const english = { ...before.texts['en'], 'set.title': 'Another title' }
  const texts = { ...before.texts, en: english }
  await send(clara!, 'content.save_draft', { draftId, revision: 1, definition, texts })
  expect(await submit(2)).toMatchObject({ status: 'accepted' })
})

test('a package that changes nothing of what is in use is signed by nobody in the app', async () => {
  const set = smallSet({
    version: '1.7.0',
    lifecycle: { state: 'approved', effectiveFrom: '2026-01-01', replaces: '1.1.0' },
  })
  const bundle = (await (await sonja!('/api/content/bundle')).json()) as {
    sets: { set: IndicatorSet; texts: Record<string, Record<string, unknown>> }[]
  }
  const before = bundle.sets.find(({ set: one }) => one.version === '1.1.0')
  if (!before) throw new Error('The version agreed on before is not there.')
  const offer = async (definition: typeof set) => {
    const { id, version } = definition
    const entry = { id, version, digest: await digestOfSet(definition, before.texts), definition, texts: before.texts }
    const content = { v: 1 as const, name: 'signs-small', version: 70, issued: away(-1), sets: [entry], overlays: [] }
    const { key } = network.coordinators[0] ?? {}
    if (!key) throw new Error('There is nobody to sign.')
    const signed = await signContentPackage(content, [key])
    const digest = await digestOf(canonicalJson(content))
    await withSystem(at('mk').platform.db, 'test', (tx) =>
      keepOffer(tx, { digest, content, signed: { ...signed, signatures: [] } }, new Date().toISOString()),
    )
    return sonja!('/api/content/signatures', { json: { digest, signatures: signed.signatures } })
  }
  const refused = await offer({ ...set, subject: before.set.subject })
  expect(refused.status).toBe(400)
  expect(await refused.json()).toMatchObject({ code: 'changes_nothing' })
})
