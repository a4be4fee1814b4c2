import type { Command, CommandKind, CommandOutcome } from '@ariadne/contract'
import { useEffect } from 'react'
import { ApiError, OfflineError } from '../api/problem.ts'
import { online } from '../api/online.ts'
import { api } from '../api/request.ts'
import { session } from '../api/session.ts'
import { queries } from '../api/useRead.ts'
import { now, nowIso } from '../clock.ts'
import { newId } from '../id.ts'
import { createStore, useStore } from '../store.ts'
import { device, onRowsChanged, openRows, whenOpen } from './device.ts'
import {
  type OutboxEntry,
  type ToSend,
  type Waiting,
  afterFailure,
  afterOutcome,
  ageOf,
  inOrder,
  isSettled,
  nextBatch,
  tryNow as dueNow,
} from './outbox.ts'

/** The outbox as it is on the device; every tab has the same. */
const entries = createStore<readonly OutboxEntry[]>([])
export const useOutbox = (): readonly OutboxEntry[] => useStore(entries)

const KEEP_SENT_MS = 7 * 24 * 3_600_000
const LOOK_EVERY_MS = 15_000

const readAll = async (): Promise<OutboxEntry[]> =>
  inOrder(((await openRows()?.all<OutboxEntry>('outbox')) ?? []).map((row) => row.value))
const refresh = async (): Promise<void> => entries.set(await readAll())
const write = async (entry: OutboxEntry): Promise<void> => (await whenOpen()).put('outbox', entry.id, entry)

/** Two tabs never send at once. Without Web Locks the server's idempotency still keeps an entry from counting twice. */
const alone = async (work: () => Promise<void>): Promise<void> => {
  if (!('locks' in navigator)) return work()
  await navigator.locks.request('ariadne.outbox', { ifAvailable: true }, async (lock) => {
    if (lock) await work()
  })
}

const waitingFor = (error: unknown): Waiting =>
  error instanceof OfflineError
    ? 'offline'
    : error instanceof ApiError && error.status === 401
      ? 'signed_out'
      : 'server'

const settle = async (entry: OutboxEntry, outcome: CommandOutcome) => {
  const settled = afterOutcome(entry, outcome, now())
  // The draft goes first: if this stops half-way the entry is sent again, answered alike, and the draft is gone already.
  if (settled.state === 'sent' && settled.draft) await openRows()?.remove('drafts', settled.draft)
  await write(settled)
}

const sendBatch = async (batch: readonly OutboxEntry[]) => {
  for (const entry of batch) await write({ ...entry, state: 'sending' })
  const commands = batch.map((entry) => {
    const { id, kind, at, body } = entry
    const ageMs = ageOf(entry, Date.now())
    return { id, kind, at, body: body ?? {}, ...(ageMs === undefined ? {} : { ageMs }) } satisfies Command
  })
  try {
    const { outcomes } = await api('POST /api/commands', { body: { commands } })
    session.set('signed-in')
    for (const entry of batch) {
      const outcome = outcomes.find((one) => one.id === entry.id)
      await (outcome ? settle(entry, outcome) : write(afterFailure(entry, 'server', now())))
    }
    void queries.invalidateQueries()
    return true
  } catch (error) {
    // A batch the server cannot take at all (400, 413) is taken apart, so that one bad entry does not hold the rest.
    if (error instanceof ApiError && [400, 413, 422].includes(error.status)) {
      const [only] = batch
      if (batch.length === 1 && only) {
        await settle(only, {
          id: only.id,
          status: 'refused',
          code: error.code,
          remedy: error.remedy,
          ...(error.field ? { field: error.field } : {}),
        })
        return true
      }
      for (const entry of batch) await sendBatch([entry])
      return true
    }
    for (const entry of batch) await write(afterFailure(entry, waitingFor(error), now()))
    return false
  }
}

let again = false
let anew = false
let running = false

/** What waits for its next try is due at once. */
const makeDue = async (): Promise<void> => {
  for (const entry of await readAll()) if (entry.state === 'waiting' && entry.tryAfter) await write(dueNow(entry))
}

/** Sends what is due, batch after batch, until nothing is. Safe to call at any moment from any tab. */
export const pump = async (): Promise<void> => {
  if (running) {
    again = true
    return
  }
  running = true
  try {
    do {
      again = false
      if (anew) {
        anew = false
        await makeDue()
      }
      await alone(async () => {
        for (;;) {
          // Read anew each time: another tab may have sent or written in between.
          const batch = nextBatch(await readAll(), now())
          if (batch.length === 0 || !openRows()) return
          if (!(await sendBatch(batch))) return
        }
      })
    } while (again)
  } finally {
    running = false
    await refresh()
  }
}

/** Looks after the outbox while the app is open. Once, at the top of the app. */
export const useSender = (): void => {
  useEffect(() => {
    const go = () => void pump()
    const opened = () => {
      if (device.get().state !== 'open') return
      void refresh().then(forgetOld).then(go)
    }
    const stops = [
      device.subscribe(opened),
      online.subscribe(() => online.get() && void retryAll()),
      onRowsChanged(({ store }) => store === 'outbox' && void refresh()),
    ]
    const timer = setInterval(go, LOOK_EVERY_MS)
    opened()
    return () => {
      clearInterval(timer)
      for (const stop of stops) stop()
    }
  }, [])
}

const forgetOld = async (): Promise<void> => {
  for (const entry of entries.get())
    if (isSettled(entry) && now() - Date.parse(entry.settledAt ?? entry.at) > KEEP_SENT_MS)
      await openRows()?.remove('outbox', entry.id)
}

/**
 * Puts a command into the outbox, where it outlives the page and the network, and starts sending.
 * @returns its id
 * @example await send({ kind: 'screening.submit', body: { screening }, subject: screening.screeningId, what: 'outbox.what.screening', draft: draftId })
 */
export const send = async <K extends CommandKind>({
  kind,
  body,
  subject,
  what,
  whatValues = {},
  fix,
  draft,
}: ToSend<K>): Promise<string> => {
  const known = await readAll()
  const entry: OutboxEntry = {
    id: newId(),
    kind,
    at: nowIso(),
    writtenAt: Date.now(),
    body,
    subject,
    order: Math.max(0, ...known.map((one) => one.order)) + 1,
    what,
    whatValues,
    fix: fix ?? null,
    draft: draft ?? null,
    state: 'waiting',
    attempts: 0,
    waiting: null,
    tryAfter: null,
    outcome: null,
    settledAt: null,
  }
  await write(entry)
  await refresh()
  void pump()
  return entry.id
}

export const tryNow = async (id: string): Promise<void> => {
  const entry = (await readAll()).find((one) => one.id === id)
  if (entry) await write(dueNow(entry))
  await pump()
}

/** A try that is under way and fails is made once more: it began before this was asked for. */
export const retryAll = async (): Promise<void> => {
  anew = running
  await makeDue()
  await pump()
}

/** Its writer lets it go: an entry that was refused and is not wanted any more, or one that was sent. */
export const letGo = async (id: string): Promise<void> => {
  await openRows()?.remove('outbox', id)
  await refresh()
  await pump()
}
