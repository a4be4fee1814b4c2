import { CONTAINERS_TYPE, CONTAINER_TYPE, SENDER_HEADER } from '@ariadne/contract'
import { mintId } from '@ariadne/domain'
import {
  MESSAGE_TYPE,
  canonicalJson,
  digestOf,
  importSigningKey,
  sealMessage,
  signCompact,
  verifyReceipt,
  type Message,
  type SigningKeyRecord,
} from '@ariadne/exchange'
import { hpkeSeal, keyIdOf, makeKeyPair, pad, readPublicKey, toBase64Url, utf8 } from '@ariadne/vault'
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { DEMO_COUNTRIES } from '../../apps/server/src/demo/people.ts'
import { countryFiles, countryKeys } from '../../apps/server/src/demo/regionKeys.ts'
import * as steps from '../../apps/server/src/demo/handoverSteps.ts'
import type { Person } from '../../apps/server/src/demo/person.ts'
import { networkOf } from '../../apps/server/src/network/index.ts'
import { startRegion, type Region } from '../support/region.ts'
import { openAdultCase } from '../support/cases.ts'

// What an instance does with messages that are not as they should be: a coded refusal, a note that it was refused, and
// nothing else changed.

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

let region: Region
let owner: pg.Client
let signing: Awaited<ReturnType<typeof importSigningKey>>
let mkKey: { publicKey: string }
/** Containers that went from Albania to North Macedonia, as they went. */
const sent: string[] = []

const now = (): Date => region.instance('mk').platform.clock.now()
const iso = (ms: number): string => new Date(now().getTime() + ms).toISOString()
const DAY = 86_400_000

const post = async (body: string, from: string | undefined = 'ins_al') => {
  const headers = { 'Content-Type': CONTAINER_TYPE, ...(from === undefined ? {} : { [SENDER_HEADER]: from }) }
  const response = await region.instance('mk').request('/exchange/v1/inbox', { method: 'POST', headers, body })
  return {
    status: response.status,
    body: (await response.json()) as { code?: string; receipt?: string; remedy?: string },
  }
}
const query = async <T>(text: string): Promise<T[]> => (await owner.query(text)).rows as T[]

const inTurn = async (texts: readonly string[]): Promise<unknown[][]> => {
  const found: unknown[][] = []
  for (const text of texts) found.push(await query(text))
  return found
}

/** Everything that a message could have changed, in one text. The record of refusals is not part of it. */
const stateOf = async (): Promise<string> =>
  JSON.stringify(
    await inTurn([
      'select id, hash from app.case_action order by id',
      'select case_id, last_hash from app.case_row order by case_id',
      'select handover_id, custody from app.handover_thread order by handover_id',
      `select message_id, state from app.inbox where state <> 'refused' order by entry`,
      'select peer, complete from app.peer_line order by peer',
      'select message_id from app.outbox order by position',
      'select part_id from app.sealed_part order by part_id',
    ]),
  )
const refusals = () =>
  query<{ peer: string | null; code: string; message_id: string | null }>(
    `select peer, code, message_id from app.inbox where state = 'refused' order by entry`,
  )

let lastSeq = 0
let lastDigest: string | null = null
const message = (change: Partial<Message> = {}): Message => ({
  v: 1,
  id: mintId(now().getTime()),
  kind: 'line.missing',
  iss: 'ins_al',
  aud: 'ins_mk',
  iat: iso(0),
  exp: iso(DAY),
  thread: 'line',
  seq: lastSeq + 1,
  threadSeq: lastSeq + 1,
  prev: lastDigest,
  purpose: 'exchange',
  agreementHash: null,
  basis: 'none',
  handling: {},
  body: { seqs: [1] },
  ...change,
})
const seal = async (change: Partial<Message> = {}, to = mkKey): Promise<string> =>
  (await sealMessage(message(change), signing, to)).container

let elena: Person
let ardita: Person
let giving: steps.Giving
let handoverId: string
let there: string

/** Where the line from Albania stands: the next message goes on from here. */
const readLine = async (): Promise<void> => {
  const [line] = await query<{ seq: string; digest: string }>(
    `select seq, digest from app.inbox where peer = 'ins_al' and state <> 'refused' order by seq desc limit 1`,
  )
  lastSeq = Number(line?.seq)
  lastDigest = line?.digest ?? null
}

beforeAll(async () => {
  region = await startRegion(['mk', 'al'], {
    post: (next) => (url, init) => {
      if (init.headers[SENDER_HEADER] === 'ins_al') sent.push(init.body)
      return next(url, init)
    },
  })
  owner = new pg.Client({ connectionString: region.instance('mk').platform.config.database.owner })
  await owner.connect()
  const al = DEMO_COUNTRIES.find((one) => one.code === 'al')!
  const mk = DEMO_COUNTRIES.find((one) => one.code === 'mk')!
  signing = await importSigningKey(
    JSON.parse(readFileSync(countryFiles(region.folder, al.code).signingKey, 'utf8')) as SigningKeyRecord,
  )
  mkKey = (await countryKeys(region.folder, mk)).sealing

  // A handover on its way, so that there is something to spoil.
  elena = await region.person('mk/elena')
  ardita = await region.person('al/ardita')
  giving = {
    caseId: await openAdultCase(elena),
    role: 'provide_service' as const,
    to: { instanceId: 'ins_al', unitId: 'unt_al_child', country: 'AL', kind: 'child_protection' },
    classes: ['identity'] as const,
    language: 'sq',
    expiresOn: region.day(90),
  }
  handoverId = await steps.ask(elena, giving, {
    needs: ['health_care'],
    ageBand: '25_39',
    sex: 'Feminine',
    languages: ['sq'],
    fromOn: region.day(1),
    untilOn: region.day(20),
  })
  await region.settle()
  there = await steps.findCaseOf(ardita, handoverId)
  await ardita.act(there, 'handover.capability_answered', { handoverId, answer: 'possible' })
  await region.settle()
  await readLine()
  const { keys } = networkOf(region.instance('mk').platform)
  expect(keys).toBeDefined()
})
afterAll(async () => {
  await owner.end()
  await region.stop()
})

let before: string
let refusedBefore: number
beforeEach(async () => {
  before = await stateOf()
  refusedBefore = (await refusals()).length
})

/** Refused with this code, under a signed receipt where the sender is known, noted once, and nothing changed. */
const expectRefused = async (
  answer: Awaited<ReturnType<typeof post>>,
  code: string,
  status: number,
  sender: 'known' | 'stranger' = 'known',
): Promise<void> => {
  expect(answer).toMatchObject({ status, body: { code } })
  expect(answer.body.remedy).toMatch(/\S/u)
  const noted = (await refusals()).slice(refusedBefore)
  expect(noted).toMatchObject([{ code, peer: sender === 'known' ? 'ins_al' : null }])
  expect(await stateOf()).toBe(before)
  if (sender === 'stranger') expect(answer.body.receipt).toBeUndefined()
  else expect(answer.body.receipt?.split('.')).toHaveLength(3)
}

test('no JSON, or JSON that is no envelope: malformed', async () => {
  await expectRefused(await post('{"v":1,'), 'malformed', 400)
  refusedBefore += 1
  await expectRefused(await post('{"v":1,"kid":"x"}'), 'malformed', 400)
})

test('an envelope of a later version: unsupported', async () => {
  await expectRefused(await post('{"v":2,"kid":"x","enc":"","ct":""}'), 'unsupported_version', 400)
})

test('more than a mebibyte: oversized', async () => {
  await expectRefused(await post('x'.repeat(2 ** 20 + 1)), 'oversized', 413)
})

test('the same envelope again: the same receipt, and nothing happens twice', async () => {
  const container = sent[0]!
  const [first, second] = [await post(container), await post(container)]
  expect(first).toEqual(second)
  expect(first).toMatchObject({ status: 200 })
  expect(await refusals()).toHaveLength(refusedBefore)
  const list = networkOf(region.instance('al').platform).trust.freshList()
  const verified = await verifyReceipt(first.body.receipt ?? '', {
    from: 'ins_mk',
    me: 'ins_al',
    trustList: list,
    now: now().toISOString(),
    sent: { containerDigest: await digestOf(container) },
  })
  expect(verified).toMatchObject({ ok: true, receipt: { outcome: 'stored' } })
  await region.settle()
  const changed = JSON.parse(await stateOf()) as unknown[][]
  // A receipt may go out again; acts, cases, custody and what was received stay as they were.
  expect(changed.slice(0, 4)).toEqual((JSON.parse(before) as unknown[][]).slice(0, 4))
})

test('an expired message: expired', async () => {
  await expectRefused(await post(await seal({ iat: iso(-2 * DAY), exp: iso(-DAY) })), 'expired', 410)
})

test('a message from the future: refused', async () => {
  await expectRefused(await post(await seal({ iat: iso(DAY), exp: iso(2 * DAY) })), 'from_the_future', 400)
})

test('signed for another instance, sealed for this one: re-addressed', async () => {
  // Whoever could open it at the other instance seals it anew for this one; the signature inside tells.
  const jws = await signCompact(message({ aud: 'ins_rs' }), MESSAGE_TYPE, signing)
  const kid = await keyIdOf(mkKey.publicKey)
  const { enc, ct } = await hpkeSeal(
    readPublicKey(mkKey.publicKey),
    utf8('ariadne/1\u0000ins_al\u0000ins_mk'),
    utf8(canonicalJson({ v: 1, kid })),
    pad(utf8(jws), 1024),
  )
  const container = canonicalJson({ v: 1, kid, enc: toBase64Url(enc), ct: toBase64Url(ct) })
  await expectRefused(await post(container), 'readdressed', 421)
})

test('a changed character: tampered', async () => {
  const container = await seal()
  const at = container.indexOf('"ct":"') + 40
  const changed = `${container.slice(0, at)}${container[at] === 'A' ? 'B' : 'A'}${container.slice(at + 1)}`
  await expectRefused(await post(changed), 'tampered', 400)
})

test('sent in the name of another member: it does not open', async () => {
  const answer = await post(await seal(), 'ins_rs')
  expect(answer).toMatchObject({ body: { code: 'tampered' } })
  expect((await refusals()).slice(refusedBefore)).toMatchObject([{ code: 'tampered', peer: 'ins_rs' }])
  expect(await stateOf()).toBe(before)
})

test('somebody who is in no trust list: unknown sender, and no receipt for them', async () => {
  await expectRefused(await post(await seal(), 'ins_xx'), 'unknown_sender', 403, 'stranger')
  refusedBefore += 1
  await expectRefused(await post(await seal(), ''), 'unknown_sender', 403, 'stranger')
})

test('sealed for a key this instance does not have: unknown key', async () => {
  await expectRefused(await post(await seal({}, await makeKeyPair())), 'unknown_key', 400)
})

test('the id of an earlier message with another content: refused and reported', async () => {
  const [known] = await query<{ message_id: string }>(
    `select message_id from app.inbox where peer = 'ins_al' and state <> 'refused' order by seq limit 1`,
  )
  await expectRefused(await post(await seal({ id: known!.message_id })), 'id_reused', 409)
  const home = await elena.get<{ queues: { queue: string; first: { hints: Record<string, string> }[] }[] }>('/api/home')
  expect(home.queues.find((one) => one.queue === 'message_not_delivered')?.first[0]?.hints).toMatchObject({
    code: 'id_reused',
    peer: 'ins_al',
  })
})

test('a sequence number used twice: refused and reported', async () => {
  await expectRefused(await post(await seal({ seq: lastSeq, prev: 'a'.repeat(64) })), 'sequence_reused', 409)
})

test('a message that names another one before it than there was: refused and reported', async () => {
  await expectRefused(await post(await seal({ prev: 'b'.repeat(64) })), 'chain_broken', 409)
})

test('with an expired trust list nothing is opened', async () => {
  const container = await seal()
  const { trust } = networkOf(region.instance('mk').platform)
  expect(trust.status().fresh).toBe(true)
  // Two years pass without the coordinators signing a new list.
  const other = await startRegion(['mk'])
  try {
    await other.days(731)
    const headers = { 'Content-Type': CONTAINER_TYPE, [SENDER_HEADER]: 'ins_al' }
    const response = await other
      .instance('mk')
      .request('/exchange/v1/inbox', { method: 'POST', headers, body: container })
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ code: 'trust_list_stale' })
    const agim = await other.person('mk/agim')
    expect(await agim.get('/api/exchange')).toMatchObject({ trustList: { stale: true } })
    expect(await agim.get('/api/directory')).toMatchObject({ trustList: { stale: true } })
  } finally {
    await other.stop()
  }
})

// What follows is well sealed and well signed, by a country that means harm or has a fault. It is taken in, and then
// refused by a code: nothing waits for ever, and nothing is tried again and again.

/** Says something in Albania's name in its turn, and what became of it here. */
const saysInTurn = async (change: Partial<Message>): Promise<{ state: string; code: string | null }> => {
  await readLine()
  const [line] = await query<{ last: number | null }>(
    `select max(thread_seq) as last from app.inbox where peer = 'ins_al' and thread = '${change.thread ?? 'line'}' and state <> 'refused'`,
  )
  const id = mintId<string>(now().getTime())
  const sealed = await seal({ threadSeq: (line?.last ?? 0) + 1, ...change, id })
  expect(await post(sealed)).toMatchObject({ status: 200 })
  await region.sweep('mk')
  const [became] = await query<{ state: string; code: string | null }>(
    `select state, code from app.inbox where peer = 'ins_al' and message_id = '${id}' and state <> 'refused'`,
  )
  return became!
}

const actInAlbania = (kind: string, body: object, parts: object[] = []) => ({
  id: mintId(now().getTime()),
  kind,
  version: 1,
  by: { instanceId: 'ins_al', unitId: 'unt_al_child', memberId: ardita.memberId, function: 'case_coordinator' },
  occurredAt: iso(-1000),
  body,
  parts,
})

test('sealed parts that are none, or that are here already: refused by a code', async () => {
  await steps.offer(elena, giving, {
    handoverId,
    agreed: await steps.agree(elena, giving),
    needs: ['health_care'],
    child: false,
    respondBy: region.at(2),
  })
  await region.settle()
  await ardita.act(there, 'handover.acknowledged', { handoverId })
  await region.settle()
  const agreementHash = (await elena.loadCase(giving.caseId)).state.handovers[0]?.agreementHash ?? null
  const [known] = await query<{ part_id: string }>('select part_id from app.sealed_part limit 1')
  const ask = (partId: string, part: object) => {
    const ref = { partId, class: 'handover_note' }
    const act = actInAlbania('handover.clarification_asked', { handoverId, about: 'needs' }, [ref])
    const body = { act, parts: [{ ...ref, ...part }], manifest: null, epoch: null, voids: null, origin: null }
    return saysInTurn({ kind: act.kind, thread: handoverId, agreementHash, body })
  }
  const partId = () => mintId<string>(now().getTime())
  expect(await ask(partId(), {})).toEqual({ state: 'rejected', code: 'sealed_part_malformed' })
  const units = networkOf(region.instance('mk').platform)
    .trust.freshList()
    .members.flatMap((one) => one.units)
  const wrapFor = (reader: string) => ({
    reader,
    keyId: units.find((one) => one.id === reader)?.key?.keyId,
    enc: 'e',
    ct: 'c',
  })
  const whole = { v: 1, alg: 'A256GCM', iv: 'i', ciphertext: 'c', wraps: [wrapFor('unt_mk_nrm_skopje')] }
  expect(await ask(partId(), { ...whole, iv: 'no\u0000text' })).toEqual({ state: 'rejected', code: 'body_invalid' })
  expect(await ask(known!.part_id, whole)).toEqual({ state: 'rejected', code: 'not_storable' })
  // Nothing waits behind them: the handover goes on.
  const act = actInAlbania('handover.clarification_asked', { handoverId, about: 'needs' }, [])
  const body = { act, parts: [], manifest: null, epoch: null, voids: null, origin: null }
  expect(await saysInTurn({ kind: act.kind, thread: handoverId, agreementHash, body })).toEqual({
    state: 'rejected',
    code: 'sealed_part_missing',
  })
})

test.each([
  ['nested without end', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
  ['with half of a letter', String.raw`["\ud800"]`],
  ['with a number beyond all numbers', '[1e999]'],
])('a signed message %s is refused as malformed', async (_what, garbage) => {
  await readLine()
  const { body: _body, ...frame } = message()
  // As nobody's own tools would write it: the claims as text, signed, sealed.
  const claims = `${JSON.stringify(frame).slice(0, -1)},"body":{"seqs":${garbage}}}`
  const part = (text: string) => toBase64Url(utf8(text))
  const said = `${part(JSON.stringify({ alg: 'EdDSA', typ: MESSAGE_TYPE, kid: signing.kid }))}.${part(claims)}`
  const signature = await crypto.subtle.sign('Ed25519', signing.privateKey, utf8(said))
  const kid = await keyIdOf(mkKey.publicKey)
  const { enc, ct } = await hpkeSeal(
    readPublicKey(mkKey.publicKey),
    utf8('ariadne/1\u0000ins_al\u0000ins_mk'),
    utf8(canonicalJson({ v: 1, kid })),
    pad(utf8(`${said}.${toBase64Url(new Uint8Array(signature))}`), 1024),
  )
  const container = canonicalJson({ v: 1, kid, enc: toBase64Url(enc), ct: toBase64Url(ct) })
  await expectRefused(await post(container), 'malformed', 400)
})

test.each([
  ['a text with NUL', { seqs: ['a\u0000'] }],
  ['a key that is none', JSON.parse('{"__proto__":{"seqs":[1]}}') as Record<string, unknown>],
  ['numbers for lists', { seqs: 1e308 }],
  ['a list for an object', { seqs: [[[[]]]] }],
])('a body with %s is rejected by a code, whatever the message says it is', async (_what, body) => {
  for (const kind of ['line.missing', 'line.void', 'line.receipts', 'custody.said', 'handover.offered', 'card.shown'])
    expect(await saysInTurn({ kind, thread: kind.startsWith('line.') ? 'line' : handoverId, body })).toMatchObject({
      state: 'rejected',
      code: expect.stringMatching(/^[a-z_]+$/u),
    })
})

test('an act about something that is no handover: refused by a code', async () => {
  const thread = 'nowhere'
  const act = actInAlbania('handover.acknowledged', { handoverId: thread })
  const body = { act, parts: [], manifest: null, epoch: null, voids: null, origin: null }
  expect(await saysInTurn({ kind: act.kind, thread, body })).toEqual({ state: 'rejected', code: 'handover_unknown' })
  const said = { id: mintId(now().getTime()), from: 'receiver', epoch: 0, kind: 'withdrawal_acknowledged' }
  const withdrawn = { said: { ...said, of: mintId(now().getTime()), arrived: false } }
  expect(await saysInTurn({ kind: 'custody.said', thread, body: withdrawn })).toMatchObject({ state: 'rejected' })
})

test('a number far beyond: what is missing is asked for in small pieces', async () => {
  await readLine()
  const far = Number.MAX_SAFE_INTEGER - 1
  expect(await post(await seal({ seq: far, threadSeq: lastSeq + 1_000, prev: 'c'.repeat(64) }))).toMatchObject({
    status: 200,
  })
  await region.hours(1)
  // A series as long as the hole would fill the disk.
  await region.sweep('mk')
  const asked = await query<{ kind: string; count: number }>(
    `select kind, jsonb_array_length(draft -> 'body' -> 'seqs') as count from app.outbox where kind = 'line.missing'`,
  )
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.filter((one) => one.count > 1000)).toEqual([])
  // A number that no column holds is no message at all, on either side.
  await expect(seal({ threadSeq: 2 ** 31 })).rejects.toThrow('threadSeq')
})

test('a stranger who changes its name with every message is counted by where it comes from', async () => {
  const send = async (from: string, containers: number) =>
    region.instance('mk').request('/exchange/v1/inbox', {
      method: 'POST',
      headers: { 'Content-Type': CONTAINERS_TYPE, [SENDER_HEADER]: from },
      body: Array.from({ length: containers }, () => 'x').join('\n'),
    })
  const noted = (await refusals()).length
  expect((await send('ins_stranger', 20_000)).status).toBe(429)
  expect((await send('ins_another', 1)).status).toBe(429)
  expect(await refusals()).toHaveLength(noted)
  // A country's own line is not held up by it.
  expect((await post('x')).status).toBe(400)
})
