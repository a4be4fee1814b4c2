import { useCallback, useEffect, useRef, useState } from 'react'
import type { Saving } from '../../components/SaveStatus.tsx'
import { nowIso } from '../clock.ts'
import { plusHoursFrom } from '../hours.ts'
import { type OutboxEntry, isSettled } from './outbox.ts'
import { onRowsChanged, openRows, whenOpen } from './device.ts'
import { storageTrouble } from './trouble.ts'

/** Something being written. It stays on the device, encrypted, until the server has accepted what was made of it. */
export interface Draft<T = unknown> {
  readonly id: string
  /** Where to go on writing. */
  readonly resume: string
  /** Message id that says which kind of work this is. Never a name. */
  readonly what: string
  readonly value: T
  readonly savedAt: string
  /** When it erases itself unless it is sent. Drafts without it stay until their writer lets them go. */
  readonly erasesAt?: string
}

const SAVE_AFTER_MS = 300
const SWEEP_EVERY_MS = 60_000

/** Drafts about a person met once erase themselves after three days: the longest that a device may keep them (domain research C2). */
export const PERSON_DRAFT_HOURS = 72

/** Drafts whose time is over. One that stands in the outbox is on its way, or waits for its writer, and stays. */
export const outOfTime = (
  drafts: readonly Draft[],
  outbox: readonly Pick<OutboxEntry, 'draft' | 'state'>[],
  at: string,
): Draft[] => {
  const onTheWay = new Set(outbox.filter((entry) => !isSettled(entry)).map((entry) => entry.draft))
  return drafts.filter(({ id, erasesAt }) => erasesAt !== undefined && erasesAt <= at && !onTheWay.has(id))
}

/** Erases what is out of time, while the device is open. Once, at the top of the app. */
export const useSelfErasing = (): void => {
  useEffect(() => {
    const sweep = async () => {
      const rows = openRows()
      if (!rows) return
      const outbox = (await rows.all<OutboxEntry>('outbox')).map(({ value }) => value)
      for (const { id } of outOfTime(await readDrafts(), outbox, nowIso())) await rows.remove('drafts', id)
    }
    void sweep()
    const timer = setInterval(() => void sweep(), SWEEP_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
}

/** Takes a draft away: its writer let it go, or the server accepted what was made of it. */
export const removeDraft = async (id: string): Promise<void> => openRows()?.remove('drafts', id)

export const readDrafts = async (): Promise<Draft[]> => {
  const drafts = await openRows()?.all<Draft>('drafts')
  return (drafts ?? []).map((row) => row.value).sort((a, b) => b.savedAt.localeCompare(a.savedAt))
}

/** When a draft saved now erases itself. */
export const erasing = (hours: number | undefined): Pick<Draft, 'erasesAt'> =>
  hours === undefined ? {} : { erasesAt: plusHoursFrom(nowIso(), hours) }

/** The drafts on this device, the latest first; follows changes made in any tab. */
export const useDrafts = (): readonly Draft[] => {
  const [drafts, setDrafts] = useState<readonly Draft[]>([])
  useEffect(() => {
    const read = () => void readDrafts().then(setDrafts)
    read()
    return onRowsChanged(({ store }) => store === 'drafts' && read())
  }, [])
  return drafts
}

interface UsedDraft<T> {
  /** Undefined while it is being read from the device. */
  readonly value: T | undefined
  readonly change: (next: T | ((now: T) => T)) => void
  readonly saving: Saving
  /** Writes what is typed now, before going on to another page. */
  readonly flush: () => Promise<void>
  readonly discard: () => Promise<void>
}

/**
 * A draft that saves itself as it is typed.
 * @example
 * const draft = useDraft(`screening/${id}`, { what: 'screening.draft', resume: `/screening/${id}`, initial: emptyScreening })
 * draft.change((now) => ({ ...now, ageBand: 'child' }))
 */
export const useDraft = <T>(
  id: string,
  {
    what,
    resume,
    initial,
    eraseAfterHours,
    merge,
  }: {
    /** Which kind of work it is; where one page does several, told by what is written. */
    what: string | ((value: T) => string)
    resume: string
    initial: T
    eraseAfterHours?: number
    /** Brings together what another tab wrote while something was being typed here. Without it the later one stands. */
    merge?: (base: T | undefined, mine: T, theirs: T) => T
  },
): UsedDraft<T> => {
  const [value, setValue] = useState<T>()
  const [saving, setSaving] = useState<Saving>('none')
  const latest = useRef<T>(undefined)
  const pending = useRef<ReturnType<typeof setTimeout>>(undefined)
  /** Writes under way, and how often something was typed: what lies on the disk meanwhile is older than what is on the screen. */
  const underWay = useRef(0)
  const typed = useRef(0)
  const about = useRef({ what, resume, initial, eraseAfterHours, merge })
  /** What both this tab and the disk last agreed on. */
  const agreed = useRef<T>(undefined)

  useEffect(() => {
    let current = true
    latest.current = undefined
    void whenOpen().then(async (rows) => {
      const kept = await rows.get<Draft<T>>('drafts', id)
      if (!current || latest.current !== undefined) return
      latest.current = kept?.value ?? about.current.initial
      agreed.current = kept?.value
      setValue(latest.current)
      setSaving(kept ? 'saved' : 'none')
    })
    return () => {
      current = false
    }
  }, [id])

  const flush = useCallback(async () => {
    clearTimeout(pending.current)
    pending.current = undefined
    if (latest.current === undefined) return
    underWay.current += 1
    const { what, resume, eraseAfterHours, merge } = about.current
    const write = async () => {
      const rows = await whenOpen()
      const elsewhere = merge && (await rows.get<Draft<T>>('drafts', id))?.value
      if (latest.current === undefined) return
      if (merge && elsewhere !== undefined && JSON.stringify(elsewhere) !== JSON.stringify(agreed.current)) {
        latest.current = merge(agreed.current, latest.current, elsewhere)
        setValue(latest.current)
      }
      const writing = latest.current
      agreed.current = writing
      const draft: Draft<T> = {
        id,
        what: typeof what === 'string' ? what : what(writing),
        resume,
        value: writing,
        savedAt: nowIso(),
        ...erasing(eraseAfterHours),
      }
      await rows.put('drafts', id, draft)
    }
    try {
      // Read and written by one tab at a time: two that read before either wrote would each write over the other.
      if (merge && navigator.locks) await navigator.locks.request(`ariadne.draft.${id}`, write)
      else await write()
    } finally {
      underWay.current -= 1
    }
    setSaving(storageTrouble.get() === 'none' ? 'saved' : 'memory')
  }, [id])

  const change = useCallback(
    (next: T | ((now: T) => T)) => {
      typed.current += 1
      const before = latest.current ?? about.current.initial
      latest.current = typeof next === 'function' ? (next as (now: T) => T)(before) : next
      setValue(latest.current)
      setSaving('saving')
      clearTimeout(pending.current)
      pending.current = setTimeout(() => void flush(), SAVE_AFTER_MS)
    },
    [flush],
  )

  // The same draft in another tab: what is written there shows here, unless something is just being written here.
  useEffect(
    () =>
      onRowsChanged(({ store }) => {
        const asOf = typed.current
        const isIdle = () =>
          pending.current === undefined &&
          underWay.current === 0 &&
          typed.current === asOf &&
          latest.current !== undefined
        if (store !== 'drafts' || !isIdle()) return
        void openRows()
          ?.get<Draft<T>>('drafts', id)
          .then((kept) => {
            if (!kept || !isIdle() || JSON.stringify(kept.value) === JSON.stringify(latest.current)) return
            latest.current = kept.value
            agreed.current = kept.value
            setValue(kept.value)
          })
      }),
    [id],
  )

  // A page that is left or hidden in the middle of a word writes at once.
  useEffect(() => {
    const hurry = () => pending.current !== undefined && void flush()
    document.addEventListener('visibilitychange', hurry)
    return () => {
      document.removeEventListener('visibilitychange', hurry)
      hurry()
    }
  }, [flush])

  const discard = useCallback(async () => {
    clearTimeout(pending.current)
    pending.current = undefined
    latest.current = undefined
    agreed.current = undefined
    await removeDraft(id)
  }, [id])

  return { value, change, saving, flush, discard }
}
