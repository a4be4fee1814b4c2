import type { Api, OutsideContact, SealedPart } from '@ariadne/contract'
import { cardCodeHash, makeCardCode } from '../../lib/card/code.ts'
import { type Texts, written } from '../../lib/content/texts.ts'
import { newId } from '../../lib/id.ts'

export type ReachInfo = Api['GET /api/reach']['response']
type Unit = ReachInfo['units'][number]

/** What somebody outside ticks and writes. It lives in this page alone: nothing of it is kept on the device. */
export interface Word {
  readonly about: OutsideContact['about']
  readonly age: OutsideContact['age']
  readonly dangerNow: boolean
  readonly language: string
  readonly answerBy: OutsideContact['answerBy']
  readonly unitId: string
  readonly text: string
}

export class OutsideError extends Error {
  readonly code: 'offline' | 'too_many' | 'refused' | 'no_key'
  constructor(code: OutsideError['code']) {
    super(code)
    this.name = 'OutsideError'
    this.code = code
  }
}

/** Asks without a cookie, a referrer or a cache: whoever is signed in on this device has no part in it. */
const ask = async <T>(address: string, body?: unknown): Promise<T> => {
  const response = await fetch(address, {
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  }).catch(() => {
    throw new OutsideError('offline')
  })
  if (!response.ok) throw new OutsideError(response.status === 429 ? 'too_many' : 'refused')
  return (await response.json()) as T
}

export const findReach = (): Promise<ReachInfo> => ask('/api/reach')

/** The page in a further language and in the one serving it, by language. */
export const findWords = async (language: string): Promise<Record<string, Texts>> => {
  const { texts } = await ask<{ texts: Record<string, Texts> }>(`/api/reach/words/${written(language)}`)
  return texts
}

/** Seals for one unit, with the key that the coordinators signed. @throws OutsideError `no_key` when it cannot be trusted */
const seal = async (text: string, contactId: string, unit: Unit, { trust }: ReachInfo): Promise<SealedPart> => {
  if (!trust) throw new OutsideError('no_key')
  const [{ verifyTrustList }, { TrustRoot }, { sealPart }, { utf8 }] = await Promise.all([
    import('@ariadne/exchange/trust-verify'),
    import('@ariadne/exchange/trust-list'),
    import('@ariadne/vault/parts'),
    import('@ariadne/vault/bytes'),
  ])
  const answer = await verifyTrustList(trust.signed, TrustRoot.parse(trust.root), { now: new Date().toISOString() })
  const publicKey = answer.ok
    ? answer.list.members.flatMap((member) => member.units).find((one) => one.id === unit.unitId)?.key?.publicKey
    : undefined
  if (!publicKey) throw new OutsideError('no_key')
  const partId = newId()
  const place = { instanceId: unit.instanceId, caseId: contactId, partId, class: 'narrative', version: 1 }
  const part = await sealPart(place, utf8(JSON.stringify({ text })), [{ unitId: unit.unitId, publicKey }])
  return { ...part, subject: contactId } as unknown as SealedPart
}

export interface SentWord {
  readonly code: string
  readonly called: boolean
  /** The target for looking at it, no promise. */
  readonly withinHours: number
  readonly unitName: string
}

/** Sends a word and gives back the code by which its sender can ask what became of it. Of the code only a hash leaves this page. */
export const sendWord = async (word: Word, info: ReachInfo): Promise<SentWord> => {
  const unit = info.units.find((one) => one.unitId === word.unitId)
  if (!unit) throw new OutsideError('refused')
  const contactId = newId()
  const code = makeCardCode()
  const text = word.text.trim()
  const part = text ? await seal(text, contactId, unit, info) : null
  const { about, age, dangerNow, language, answerBy } = word
  const contact = {
    contactId,
    toUnitId: unit.unitId,
    about,
    age,
    dangerNow,
    language,
    answerBy,
    codeHash: await cardCodeHash(code),
    partId: part?.partId ?? null,
  }
  const { called, withinHours } = await ask<Omit<SentWord, 'code' | 'unitName'>>('/api/reach', { contact, part })
  return { code, called, withinHours, unitName: unit.name }
}

export const stateOf = async (code: string): Promise<{ state: 'waiting' | 'taken'; at: string | null }> =>
  ask('/api/reach/state', { codeHash: await cardCodeHash(code) })
