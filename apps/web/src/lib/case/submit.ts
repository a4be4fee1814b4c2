import {
  type Act,
  type Actor,
  type CaseState,
  type DataClass,
  append,
  openableClasses,
  unitsToSealFor,
} from '@ariadne/domain'
import type { CommandBody, CommandOutcome, SealedPart } from '@ariadne/contract'
import { OfflineError } from '../api/problem.ts'
import { nowIso } from '../clock.ts'
import { openRows } from '../device/device.ts'
import { needsPerson, type OutboxEntry } from '../device/outbox.ts'
import { letGo, send } from '../device/sender.ts'
import { newId } from '../id.ts'
import type { Me } from '../session/me.tsx'
import { openSealed, sealFor, wrapFor, type SealedText } from '../vault/parts.ts'
import { RefusedError } from './refused.ts'
import { sendNow } from './sendNow.ts'
import type { OpenCase } from './useCase.ts'

/** One act as a form hands it over: coded body, and sealed texts by class. */
export interface Draft {
  readonly kind: string
  readonly by: Actor
  readonly body: Record<string, unknown>
  readonly texts?: Partial<Record<DataClass, SealedText>>
}

const bare = (state: CaseState, draft: Draft): Act => ({
  id: newId() as Act['id'],
  caseId: state.caseId,
  kind: draft.kind,
  version: 1,
  by: draft.by,
  occurredAt: nowIso(),
  reliesOn: { ...state.revisions },
  body: draft.body,
  parts: [],
})

/** Mints the acts one after the other, each relying on the state the one before leaves, and seals their texts. @throws TrustError */
export const prepareActs = async (
  state: CaseState,
  drafts: readonly Draft[],
  me: Me,
): Promise<CommandBody<'case.act'>> => {
  const acts: Act[] = []
  const parts: SealedPart[] = []
  let before = state
  for (const draft of drafts) {
    const act = bare(before, draft)
    const handover = draft.kind.startsWith('handover.')
    const subject = typeof draft.body['handoverId'] === 'string' ? draft.body['handoverId'] : state.caseId
    for (const [partClass, text] of Object.entries(draft.texts ?? {})) {
      const units = unitsToSealFor(handover ? before : append(before, act), act, partClass as DataClass)
      const part = await sealFor(units, subject, partClass, text, me)
      parts.push(part)
      act.parts.push({ partId: part.partId, class: part.class })
    }
    acts.push(act)
    before = append(before, act)
  }
  return { caseId: state.caseId, acts, parts, wraps: [] }
}

/** What was refused or in conflict in the outbox and has now been done anew from the same draft: it would hold back the rest. */
const letGoOlder = async (draft: string | undefined): Promise<void> => {
  if (!draft) return
  for (const { value } of (await openRows()?.all<OutboxEntry>('outbox')) ?? [])
    if (value.draft === draft && needsPerson(value)) await letGo(value.id)
}

/** With no network the acts wait in this device's outbox and go when it is back. */
export interface Queued {
  readonly status: 'queued'
  readonly id: string
}
export type ActOutcome = CommandOutcome | Queued

/** Where a page can be found again, and the draft to let go once the server has accepted. */
export interface Keep {
  readonly fix?: string
  readonly draft?: string
}

/**
 * Does acts on a case, all or none, and answers with what became of them. An outcome that is refused or in conflict changed
 * nothing; the page keeps what was typed. With no network the very same acts go into the outbox (`queued`).
 * @throws TrustError, KeyringError, ApiError
 */
export const submitActs = async (
  state: CaseState,
  drafts: readonly Draft[],
  me: Me,
  keep: Keep = {},
): Promise<ActOutcome> => {
  const body = await prepareActs(state, drafts, me)
  try {
    const outcome = await sendNow('case.act', body)
    if (outcome.status === 'accepted') await letGoOlder(keep.draft)
    return outcome
  } catch (error) {
    if (!(error instanceof OfflineError)) throw error
    await letGoOlder(keep.draft)
    // The acts keep their ids: should the server have had them after all, it answers the second time as it did the first.
    const what = `act.${drafts[0]?.kind ?? 'case.opened'}`
    return { status: 'queued', id: await send({ kind: 'case.act', body, subject: state.caseId, what, ...keep }) }
  }
}

/** A part that was opened, with what it says. */
export interface Opened {
  readonly partId: string
  readonly class: DataClass
  readonly at: string
  readonly text: SealedText
}

/** The ciphertexts of sealed parts, for a reason, which the case keeps. @throws RefusedError */
export const fetchSealed = async (
  open: OpenCase,
  partIds: readonly string[],
  reason: string,
  by: Actor,
): Promise<readonly SealedPart[]> => {
  const wanted = open.state.parts.filter((part) => partIds.includes(part.partId))
  const classes = [...new Set(wanted.map((part) => part.class))]
  const act = bare(open.state, { kind: 'vault.opened', by, body: { classes, reason } })
  const outcome = await sendNow('case.open_parts', {
    caseId: open.state.caseId,
    act,
    partIds: wanted.map((part) => part.partId),
  })
  if (outcome.status !== 'accepted') throw new RefusedError(outcome)
  return (outcome.result?.['parts'] ?? []) as SealedPart[]
}

/** Opens sealed parts for a reason, which the case keeps. @throws when refused or when the unit's key is not held */
export const openParts = async (
  open: OpenCase,
  partIds: readonly string[],
  reason: string,
  by: Actor,
  me: Me,
): Promise<Opened[]> => {
  const opened: Opened[] = []
  for (const part of await fetchSealed(open, partIds, reason, by)) {
    const ref = open.state.parts.find((one) => one.partId === part.partId)
    const text = await openSealed(part, mintedBy(open, part.partId), by.unitId, me)
    if (ref) opened.push({ partId: part.partId, class: ref.class, at: ref.at, text })
  }
  return opened
}

/** The instance where a part was sealed: that of whoever did the act it came with. */
export const mintedBy = (open: OpenCase, partId: string): string =>
  open.actions.find((action) => action.parts.some((part) => part.partId === partId))?.by.instanceId ??
  open.view.instanceId

/** Units that may open a sealed part and hold no key to it yet, because they joined after it was sealed. */
export const missingReaders = (open: OpenCase): { partId: string; class: DataClass; units: string[] }[] =>
  open.state.parts.flatMap((part) => {
    if (part.handoverId !== null) return []
    const have = new Set<string>(open.view.wraps.find((one) => one.partId === part.partId)?.readers ?? [])
    const due = open.view.readers
      .filter((reader) => reader.classes === 'all' || reader.classes.includes(part.class))
      .map((reader) => reader.unitId as string)
    const units = [...new Set(due)].filter((unit) => !have.has(unit))
    return units.length > 0 ? [{ partId: part.partId, class: part.class, units }] : []
  })

export const holdsKey = (open: OpenCase, partId: string, unitId: string): boolean =>
  open.view.wraps.some((one) => one.partId === partId && (one.readers as readonly string[]).includes(unitId))

/**
 * What of these parts somebody here can open, and in which of their functions; null when none.
 * @example openerFor(open, open.state.parts.filter((part) => part.class === 'identity'))
 */
export const openerFor = (
  open: OpenCase,
  parts: readonly CaseState['parts'][number][],
): { by: Actor; partIds: string[]; classes: DataClass[] } | null => {
  const may = open.possible.find((one) => one.kind === 'vault.opened' && one.refusal === null)
  const choices = (may?.actors ?? []).map((by) => {
    const allowed = openableClasses(by, open.state, nowIso())
    const mine = parts.filter(
      (part) => (allowed === 'all' || allowed.has(part.class)) && holdsKey(open, part.partId, by.unitId),
    )
    return { by, partIds: mine.map((part) => part.partId as string), classes: mine.map((part) => part.class) }
  })
  return choices.filter((one) => one.partIds.length > 0).sort((a, b) => b.partIds.length - a.partIds.length)[0] ?? null
}

/**
 * Lets units that joined later open what they may: wraps for them, by somebody who can. Opens the parts here (which is an
 * act) and answers how many wraps were added.
 */
export const addMissingReaders = async (open: OpenCase, by: Actor, me: Me): Promise<void> => {
  const missing = missingReaders(open).filter((one) => holdsKey(open, one.partId, by.unitId))
  if (missing.length === 0) return
  const parts = await fetchSealed(
    open,
    missing.map((one) => one.partId),
    'support_person',
    by,
  )
  const wraps: CommandBody<'case.act'>['wraps'] = []
  for (const part of parts) {
    const units = missing.find((one) => one.partId === part.partId)?.units ?? []
    for (const wrap of await wrapFor(part, mintedBy(open, part.partId), by.unitId, units, me))
      wraps.push({ partId: part.partId, wrap })
  }
  const added = await sendNow('case.wrap', { caseId: open.state.caseId, unitId: by.unitId, wraps })
  if (added.status !== 'accepted') throw new RefusedError(added)
}
