import {
  append,
  caseReaders,
  fold,
  judge,
  mintId,
  possibleActs,
  type Act,
  type Action,
  type ActionId,
  type Actor,
  type CaseId,
  type CaseState,
  type DataClass,
  type FunctionName,
  type OpeningReason,
  type PartId,
} from '@ariadne/domain'
import type { Command, CommandOutcome, DirectoryUnit, Me, SealedPart } from '@ariadne/contract'
import {
  deriveFromPassphrase,
  fromBase64Url,
  fromUtf8,
  grantUnitKey,
  makeKeyPair,
  makeRecoveryKit,
  makeUnitKey,
  openPart,
  openUnitKeyGrant,
  randomBytes,
  sealPart,
  toBase64Url,
  unwrapSeed,
  utf8,
  wrapSeed,
  type DerivedSecrets,
  type KdfParams,
  type KeyPair,
  type PartReader,
  type UnitKey,
} from '@ariadne/vault'
import { askJson, type Http } from './browser.ts'

/** What the server answered when it did not accept; a test or a seed can say why it stopped. */
export class NotAccepted extends Error {
  readonly outcome: CommandOutcome
  constructor(kind: string, outcome: CommandOutcome) {
    super(
      `${kind}: ${outcome.status} ${outcome.code ?? ''} ${outcome.field ?? ''} ${JSON.stringify(outcome.conflict ?? '')}`,
    )
    this.name = 'NotAccepted'
    this.outcome = outcome
  }
}

type CaseAnswer = { caseId: CaseId; instanceId: string; actions: Action[] }
type Who = { unit?: string; function?: FunctionName | undefined }
type Sealing = { subject: string; instanceId: string; readers: readonly PartReader[] }

/** A person at a browser: derives the login secret, unwraps keys, seals, opens, sends commands. Nothing here is a short cut. */
export type Person = Awaited<ReturnType<typeof signIn>>

const derivations = new Map<string, Promise<DerivedSecrets>>()
/** As a browser derives them; kept, because here one process is the browser of everybody and all share a passphrase. */
const derive = (passphrase: string, salt: string, kdf: KdfParams): Promise<DerivedSecrets> => {
  const key = JSON.stringify([passphrase, salt, kdf])
  const known = derivations.get(key) ?? deriveFromPassphrase(passphrase, fromBase64Url(salt), kdf, 'demo')
  derivations.set(key, known)
  return known
}

/** Follows the one-time link of an invitation, as the enrolment page does: the keys are made here. */
export const enrol = async (http: Http, token: string, passphrase: string, kdf: KdfParams): Promise<void> => {
  const invitation = await askJson<{ memberId: string; email: string }>(http, 'GET', `/api/enrolment/${token}`)
  const salt = toBase64Url(randomBytes(16))
  const { loginSecret, wrappingKey } = await derive(passphrase, salt, kdf)
  const pair = await makeKeyPair()
  const wrapped = await wrapSeed(pair.seed, wrappingKey, {
    purpose: 'member',
    memberId: invitation.memberId,
    version: 1,
  })
  await askJson(http, 'POST', '/api/enrolment', {
    token,
    loginSecret,
    kdf,
    salt,
    publicKey: pair.publicKey,
    wrappedSeed: JSON.stringify(wrapped),
  })
}

/** @throws Refused for a wrong passphrase */
export const signIn = async (http: Http, email: string, passphrase: string) => {
  const { kdf, salt } = await askJson<{ kdf: KdfParams; salt: string }>(http, 'POST', '/api/auth/prelogin', { email })
  const { loginSecret, wrappingKey } = await derive(passphrase, salt, kdf)
  await askJson(http, 'POST', '/api/auth/sign-in/email', { email, password: loginSecret })
  let me = await askJson<Me>(http, 'GET', '/api/me')
  const { memberId } = me.member
  const seed = await unwrapSeed(JSON.parse(me.keys.wrappedSeed), wrappingKey, {
    purpose: 'member',
    memberId,
    version: 1,
  })
  const pair: KeyPair = await makeKeyPair(seed)
  const unitKeys = new Map<string, UnitKey>()
  let directory: readonly DirectoryUnit[] | undefined
  let ahead = Date.parse(me.now) - Date.now()

  const now = (): string => new Date(Date.now() + ahead).toISOString()
  const get = <T>(path: string): Promise<T> => askJson<T>(http, 'GET', path)
  const post = <T>(path: string, body: unknown): Promise<T> => askJson<T>(http, 'POST', path, body)
  const syncClock = async (): Promise<void> => {
    ahead = Date.parse((await get<{ now: string }>('/api/instance')).now) - Date.now()
  }
  const refresh = async (): Promise<void> => {
    me = await get<Me>('/api/me')
    directory = undefined
  }
  const findUnits = async (): Promise<readonly DirectoryUnit[]> =>
    (directory ??= (await get<{ units: DirectoryUnit[] }>('/api/directory')).units)
  const unitKey = async (unitId: string): Promise<UnitKey> => {
    const known = unitKeys.get(unitId)
    if (known) return known
    const held = me.keys.units.find((one) => one.unitId === unitId)
    if (!held?.sealedSeed) throw new Error(`${me.member.name} does not hold the key of ${unitId}`)
    const key = await openUnitKeyGrant(
      JSON.parse(held.sealedSeed),
      { ...pair, memberId },
      { unitId, keyId: held.keyId },
    )
    unitKeys.set(unitId, key)
    return key
  }

  /** Sends commands as the outbox does; the answers in order. */
  const send = async (...commands: Command[]): Promise<CommandOutcome[]> => {
    const answer = await askJson<{ outcomes: CommandOutcome[]; now: string }>(http, 'POST', '/api/commands', {
      commands,
    })
    ahead = Date.parse(answer.now) - Date.now()
    return answer.outcomes
  }
  const makeCommand = (kind: string, body: Record<string, unknown>): Command => ({
    id: mintId(Date.parse(now())),
    kind,
    at: now(),
    body,
  })
  /** @throws NotAccepted */
  const command = async (kind: string, body: Record<string, unknown>): Promise<Record<string, unknown>> => {
    const [outcome] = await send(makeCommand(kind, body))
    if (outcome?.status !== 'accepted') throw new NotAccepted(kind, outcome as CommandOutcome)
    return outcome.result ?? {}
  }

  const actors = (): Actor[] =>
    me.member.memberships.flatMap(({ unitId, functions }) =>
      functions.map((name) => ({ instanceId: me.instance.instanceId, unitId, memberId, function: name })),
    )
  /** This person in one of their functions. */
  const actor = (name: FunctionName): Actor => {
    const found = actors().find((one) => one.function === name)
    if (!found) throw new Error(`${me.member.name} is no ${name}`)
    return found
  }
  /** The function in which this person would do it: the first that may, else the first there is. */
  const actorFor = (state: CaseState, kind: string, as: Who = {}): Actor => {
    const fitting = actors().filter(
      (actor) => (!as.unit || actor.unitId === as.unit) && (!as.function || actor.function === as.function),
    )
    const able = fitting.find((actor) => possibleActs(state, actor, now()).some((one) => one.kind === kind))
    const chosen = able ?? fitting[0]
    if (!chosen) throw new Error(`${me.member.name} has no such unit or function`)
    return chosen
  }

  const loadCase = async (caseId: string): Promise<{ state: CaseState; actions: Action[] }> => {
    const view = await get<CaseAnswer>(`/api/cases/${caseId}`)
    return { state: fold(view.caseId, me.instance.instanceId, view.actions), actions: view.actions }
  }

  const seal = async (partClass: string, text: string, sealing: Sealing): Promise<SealedPart> => {
    const partId = mintId<PartId>(Date.parse(now()))
    const place = { instanceId: sealing.instanceId, caseId: sealing.subject, partId, class: partClass, version: 1 }
    return {
      ...(await sealPart(place, utf8(text), sealing.readers)),
      subject: sealing.subject,
    } as unknown as SealedPart
  }
  const publicKeysOf = async (unitIds: readonly string[]): Promise<PartReader[]> => {
    const units = await findUnits()
    return [...new Set(unitIds)].flatMap((unitId) => {
      const publicKey = units.find((one) => one.unitId === unitId)?.publicKey
      return publicKey ? [{ unitId, publicKey }] : []
    })
  }
  /** Who may open a class after this act; for what crosses the border also the unit on the other side. */
  const readersOf = (state: CaseState, partClass: string, act: Act): string[] => {
    const own = caseReaders(state)
      .filter((one) => one.classes === 'all' || one.classes.includes(partClass as DataClass))
      .map((one) => one.unitId)
    const handover = state.handovers.find((one) => one.handoverId === act.body['handoverId'])
    if (!handover) return own
    return [act.by.unitId, handover.direction === 'outgoing' ? handover.recipientUnitId : handover.senderUnitId]
  }

  const buildAct = (state: CaseState, kind: string, body: Record<string, unknown>, as: Who = {}): Act => ({
    id: mintId<ActionId>(Date.parse(now())),
    caseId: state.caseId,
    kind,
    version: 1,
    by: actorFor(state, kind, as),
    occurredAt: now(),
    reliesOn: state.revisions,
    body,
    parts: [],
  })

  /** The command of one act with its sealed parts, not sent yet. */
  const prepareAct = async (
    state: CaseState,
    kind: string,
    body: Record<string, unknown>,
    texts: Partial<Record<DataClass, string>> = {},
    as: Who = {},
  ): Promise<Command> => {
    const act = buildAct(state, kind, body, as)
    const bare = kind.startsWith('handover.') ? state : append(state, act)
    const parts: SealedPart[] = []
    for (const [partClass, text] of Object.entries(texts)) {
      const readers = await publicKeysOf(readersOf(bare, partClass, act))
      const handoverId = act.body['handoverId']
      const subject = typeof handoverId === 'string' ? handoverId : state.caseId
      parts.push(await seal(partClass, text, { subject, instanceId: act.by.instanceId, readers }))
    }
    const refs = parts.map(({ partId, class: partClass }) => ({ partId, class: partClass }))
    return makeCommand('case.act', { caseId: state.caseId, acts: [{ ...act, parts: refs }], parts, wraps: [] })
  }

  const run = async (prepared: Command): Promise<Record<string, unknown>> => {
    const [outcome] = await send(prepared)
    if (outcome?.status !== 'accepted') throw new NotAccepted(String(kindIn(prepared)), outcome as CommandOutcome)
    return outcome.result ?? {}
  }
  /** One act on a case: loads it, relies on what it saw, seals what is to be sealed. @throws NotAccepted */
  const act = async (
    caseId: string,
    kind: string,
    body: Record<string, unknown> = {},
    texts: Partial<Record<DataClass, string>> = {},
    as: Who = {},
  ): Promise<Record<string, unknown>> => run(await prepareAct((await loadCase(caseId)).state, kind, body, texts, as))

  /** A new case; its list begins with `case.opened`. */
  const openCase = async (
    body: Record<string, unknown>,
    texts: Partial<Record<DataClass, string>> = {},
    as: Who = {},
  ): Promise<CaseId> => {
    const caseId = mintId<CaseId>(Date.parse(now()))
    await run(await prepareAct(fold(caseId, me.instance.instanceId, []), 'case.opened', body, texts, as))
    return caseId
  }

  /** Opens sealed parts of a case for a reason, which the case keeps. Answers with the texts by class. */
  const open = async (
    caseId: string,
    classes: readonly DataClass[],
    reason: OpeningReason,
    as: Who = {},
  ): Promise<Record<string, string[]>> => {
    const { state, actions } = await loadCase(caseId)
    const wanted = state.parts.filter((part) => classes.includes(part.class))
    const opening = buildAct(state, 'vault.opened', { classes, reason }, as)
    const result = await command('case.open_parts', { caseId, act: opening, partIds: wanted.map((one) => one.partId) })
    const texts: Record<string, string[]> = {}
    for (const { subject, ...part } of result['parts'] as SealedPart[]) {
      const mintedBy = actions.find((one) => one.parts.some((ref) => ref.partId === part.partId))?.by.instanceId ?? ''
      const place = { instanceId: mintedBy, caseId: subject, partId: part.partId, class: part.class, version: 1 }
      const bytes = await openPart(part, place, await unitKey(opening.by.unitId))
      ;(texts[part.class] ??= []).push(fromUtf8(bytes))
    }
    return texts
  }

  /** Opens what a referral brought with it, for a reason. */
  const openReferral = async (
    referralId: string,
    unitId: string,
    reason: OpeningReason,
  ): Promise<Record<string, string[]>> => {
    const result = await command('referral.open_parts', { referralId, unitId, reason })
    const texts: Record<string, string[]> = {}
    for (const { subject, ...part } of result['parts'] as SealedPart[]) {
      const place = {
        instanceId: me.instance.instanceId,
        caseId: subject,
        partId: part.partId,
        class: part.class,
        version: 1,
      }
      ;(texts[part.class] ??= []).push(fromUtf8(await openPart(part, place, await unitKey(unitId))))
    }
    return texts
  }

  /** Makes the unit's key and hands it to the given colleagues as well; the recovery kit's code is printed and put away. */
  const createUnitKey = async (unitId: string): Promise<{ code: string }> => {
    const key = await makeUnitKey(unitId)
    const colleagues = (await findUnits()).find((one) => one.unitId === unitId)?.members ?? []
    const receivers = colleagues.flatMap((one) =>
      one.publicKey ? [{ memberId: one.memberId, publicKey: one.publicKey }] : [],
    )
    const grants = []
    for (const receiver of receivers) {
      const grant = await grantUnitKey(key, receiver)
      grants.push({ memberId: receiver.memberId, memberKeyId: grant.memberKeyId, sealedSeed: JSON.stringify(grant) })
    }
    const { code, kit } = await makeRecoveryKit(key)
    await command('vault.create_unit_key', {
      unitId,
      publicKey: key.publicKey,
      grants,
      recoveryKit: JSON.stringify(kit),
    })
    return { code }
  }

  return {
    http,
    email,
    memberId,
    name: me.member.name,
    instanceId: me.instance.instanceId,
    me: () => me,
    now,
    get,
    post,
    syncClock,
    refresh,
    findUnits,
    unitKey,
    send,
    makeCommand,
    actor,
    command,
    loadCase,
    buildAct,
    prepareAct,
    act,
    openCase,
    open,
    openReferral,
    seal,
    publicKeysOf,
    createUnitKey,
    /** What the shared rules would say before anything is sent. */
    wouldJudge: (state: CaseState, kind: string, body: Record<string, unknown>, as: Who = {}) =>
      judge(state, buildAct(state, kind, body, as), now()),
  }
}

const kindIn = (prepared: Command): unknown => {
  const [first] = (prepared.body['acts'] as { kind: string }[] | undefined) ?? []
  return first?.kind ?? prepared.kind
}
