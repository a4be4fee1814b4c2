import { mintId } from '@ariadne/domain'
import {
  importSigningKey,
  makeSigningKey,
  openMessage,
  sealMessage,
  signReceipt,
  verifyMessageCopy,
  verifyReceipt,
  type Message,
  type TrustList,
} from '@ariadne/exchange'
import { makeKeyPair } from '@ariadne/vault'
import { setTimeout as wait } from 'node:timers/promises'
import { handoverOf } from '../apps/server/src/handover/index.ts'
import { makeRunFolder, removeRunFolder, startCluster } from '../tests/support/cluster.ts'
import { beginHandover, type Handover } from '../tests/support/handovers.ts'
import { startRegion } from '../tests/support/region.ts'
import type { Figure } from './figure.ts'

export const name = 'handover-message'

const MESSAGES = 60
const ROUNDS = 3
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/**
 * A handover message inside the server, from the outbox of one instance to the receipt that says what the other made of
 * it, against nothing but its cryptography: the same envelopes sealed and opened, the same receipts signed and verified.
 */
export async function* run(): AsyncIterable<Figure> {
  const before = process.env['ARIADNE_TEST_RUN']
  const folder = makeRunFolder()
  process.env['ARIADNE_TEST_RUN'] = folder
  await startCluster(folder, 'durable')
  const region = await startRegion(['mk', 'al'])
  try {
    const elena = await region.person('mk/elena')
    const genti = await region.person('al/genti')
    const times: number[] = []
    const envelopes: number[] = []
    const bares: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const handovers: Handover[] = []
      for (let count = 0; count < MESSAGES; count += 1)
        handovers.push(await beginHandover(region, elena, genti, { role: 'provide_service', settle: false }))
      await region.settle()
      region.cut(true)
      for (const { caseId, handoverId } of handovers)
        await elena.act(caseId, 'handover.withdrawn', {
          handoverId,
          reason: 'need_ended',
          toldWhatCannotBeRecalled: true,
        })
      const [first] = await region.sql<{ seq: string }>('mk', `select coalesce(max(seq), 0) as seq from app.outbox`)
      const [answers] = await region.sql<{ seq: string }>('al', `select coalesce(max(seq), 0) as seq from app.outbox`)
      region.cut(false)
      await region.hours(1)
      const from = performance.now()
      void handoverOf(region.instance('mk').platform)?.worker.sweep()
      for (let waiting = MESSAGES; waiting > 0;) {
        await wait(10)
        const [left] = await region.sql<{ count: number }>(
          'mk',
          `select count(*)::integer as count from app.outbox where kind = 'handover.withdrawn' and state <> 'processed'`,
        )
        waiting = left?.count ?? 0
      }
      times.push((performance.now() - from) / MESSAGES)
      const [last] = await region.sql<{ seq: string }>('mk', `select max(seq) as seq from app.outbox`)
      const [told] = await region.sql<{ seq: string }>('al', `select max(seq) as seq from app.outbox`)
      envelopes.push((Number(last?.seq) - Number(first?.seq) + Number(told?.seq) - Number(answers?.seq)) / MESSAGES)
      const [row] = await region.sql<{ draft: Message }>(
        'mk',
        `select draft from app.outbox where kind = 'handover.withdrawn' order by seq limit 1`,
      )
      if (!row) throw new Error('No message was sent.')
      // In the same minute, so that whatever else the machine does weighs on both.
      bares.push(await bareCryptography(row.draft, envelopes.at(-1) ?? 1))
    }
    const perMessage = median(times)
    const perEnvelope = median(envelopes)
    const bare = median(bares)
    yield {
      figure: 'handover-message.server',
      value: perMessage,
      unit: 'ms',
      note: 'queued to processed and receipted, both instances in one process',
    }
    yield {
      figure: 'handover-message.envelopes',
      value: perEnvelope,
      unit: 'envelopes',
      note: 'for each message, receipts included',
    }
    yield {
      figure: 'handover-message.cryptography',
      value: bare,
      unit: 'ms',
      note: 'the same envelopes and receipts and nothing else',
    }
    yield {
      figure: 'handover-message.ratio',
      value: median(times.map((time, round) => time / (bares[round] ?? Number.NaN))),
      unit: 'x',
      target: { atMost: 1.5 },
      note: 'server against its bare cryptography',
    }
  } finally {
    await region.stop()
    await removeRunFolder(folder)
    if (before === undefined) delete process.env['ARIADNE_TEST_RUN']
    else process.env['ARIADNE_TEST_RUN'] = before
  }
}

/** What one message costs in signatures and seals alone, in milliseconds. */
const bareCryptography = async (sample: Message, envelopes: number): Promise<number> => {
  const [key, sealing] = [await makeSigningKey(), await makeKeyPair()]
  const signing = await importSigningKey(key)
  const at = new Date().toISOString()
  const later = new Date(Date.now() + 86_400_000).toISOString()
  const member = (id: string): TrustList['members'][number] => ({
    id,
    kind: 'country',
    country: 'MK',
    name: id,
    baseUrl: 'https://bench.example',
    signingKeys: [{ kid: key.kid, x: key.x, from: '2020-01-01T00:00:00.000Z', until: later, revokedAt: null }],
    kemKeys: [{ keyId: sealing.keyId, publicKey: sealing.publicKey, from: '2020-01-01T00:00:00.000Z', until: later }],
    units: [],
  })
  const list: TrustList = {
    v: 1,
    version: 1,
    rootVersion: 1,
    issued: at,
    expires: later,
    members: [member(sample.iss), member(sample.aud)],
  }
  const one = async (envelope: boolean): Promise<void> => {
    const message: Message = { ...sample, id: mintId(Date.now()), iat: at, exp: later }
    const sealed = await sealMessage(message, signing, sealing)
    const opened = await openMessage(sealed.container, {
      me: sample.aud,
      from: sample.iss,
      trustList: list,
      kemKeys: [sealing],
      now: at,
    })
    if (!opened.ok) throw new Error(opened.code)
    const about = { iss: sample.aud, aud: sample.iss, id: message.id, at } as const
    const expected = { from: sample.aud, me: sample.iss, trustList: list, now: at }
    const delivery = await signReceipt(
      { v: 1, type: 'delivery', ...about, of: sealed.containerDigest, outcome: 'stored' },
      signing,
    )
    await verifyReceipt(delivery, { ...expected, sent: { containerDigest: sealed.containerDigest } })
    await verifyMessageCopy(sealed.jws, list)
    if (envelope) return
    const processing = await signReceipt(
      {
        v: 1,
        type: 'processing',
        ...about,
        of: sealed.jwsDigest,
        message: sealed.digest,
        by: 'instance',
        outcome: 'accepted',
      },
      signing,
    )
    await verifyReceipt(processing, { ...expected, sent: { digest: sealed.digest } })
  }
  const time = async (envelope: boolean): Promise<number> => {
    for (let warm = 0; warm < 10; warm += 1) await one(envelope)
    const from = performance.now()
    for (let count = 0; count < MESSAGES; count += 1) await one(envelope)
    return (performance.now() - from) / MESSAGES
  }
  const [message, receipts] = [await time(false), await time(true)]
  return message + receipts * (envelopes - 1)
}
