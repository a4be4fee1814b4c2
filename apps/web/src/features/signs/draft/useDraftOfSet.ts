import type { Api } from '@ariadne/contract'
import type { SetProblem } from '@ariadne/domain/screening'
import { useEffect, useMemo } from 'react'
import type { Saving } from '../../../components/SaveStatus.tsx'
import { type Read, queries, useRead } from '../../../lib/api/useRead.ts'
import { sendNow } from '../../../lib/case/sendNow.ts'
import type { SetContent } from '../../../lib/content/bundle.ts'
import { type Working, inForce, workingIdOf } from '../../../lib/content/working.ts'
import { onRowsChanged } from '../../../lib/device/device.ts'
import { readDrafts, useDraft } from '../../../lib/device/drafts.ts'
import { type Local, mergeTabs, rebased, saidBy, settled } from './merge/local.ts'
import { type Conflict, type Place, isSame } from './merge/merge.ts'
import { problemsOf, readWorking } from './yaml.ts'

type ServerDraft = Api['GET /api/content/drafts/{draftId}']['response']
export type Outcome = Awaited<ReturnType<typeof sendNow>>

export interface OpenDraft {
  readonly draftId: string
  readonly server: ServerDraft
  readonly working: Working
  readonly sets: readonly SetContent[]
  /** The set as it would be; undefined when what an overlay lies over is not here. */
  readonly content: SetContent | undefined
  readonly problems: readonly SetProblem[]
  readonly isChanged: boolean
  /** What was changed here and elsewhere, with both sides. It is settled before anything is saved. */
  readonly conflicts: readonly Conflict[]
  readonly settle: (place: Place, side: 'mine' | 'theirs') => void
  readonly canWrite: boolean
  readonly saving: Saving
  readonly change: (next: Working) => void
  /** Keeps what was typed on this device now, before another page is opened. */
  readonly flush: () => Promise<void>
  readonly save: () => Promise<Outcome | null>
  /** Lets go of what was typed here since it was last saved. */
  readonly putBack: () => Promise<void>
}

const DRAFT = 'GET /api/content/drafts/{draftId}'

const findKept = async (draftId: string) => {
  const row = (await readDrafts()).find(({ id }) => id === workingIdOf(draftId))
  return row?.value
}

/** Takes the row away once nothing in it is unsaved, in this tab or another. */
const letGo = async (draftId: string, discard: () => Promise<void>): Promise<void> => {
  if ((await findKept(draftId)) === null) await discard()
}

/** A draft with what was typed on this device over what the server keeps. */
export const useDraftOfSet = (
  draftId: string,
  sets: readonly SetContent[],
): { read: Read<ServerDraft>; open: OpenDraft | 'broken' | undefined } => {
  const read = useRead(DRAFT, { params: { draftId } })
  const local = useDraft<Local | null>(workingIdOf(draftId), {
    what: 'signs.draft.local',
    resume: `/signs/drafts/${draftId}/overview`,
    initial: null,
    merge: mergeTabs,
  })
  const server = read.state === 'ready' ? read.data : undefined
  const kept = useMemo(
    () => server && readWorking(server.revision, server.definition, server.texts, sets),
    [server, sets],
  )
  const typed = local.value
  const { change, flush, discard } = local
  useEffect(() => {
    if (!typed || !kept || typed.revision >= kept.revision) return
    // Somebody, or another tab, saved since this was begun: what is typed here goes on from there.
    change(rebased(typed, kept))
    void flush().then(() => letGo(draftId, discard))
  }, [typed, kept, change, flush, discard, draftId])
  const isTyping = Boolean(typed)
  useEffect(
    () =>
      onRowsChanged(({ store }) => {
        if (store !== 'drafts') return
        // Gone or emptied by another tab: it was saved there.
        void findKept(draftId).then((row) => {
          if (row === null || (row === undefined && isTyping)) void queries.invalidateQueries({ queryKey: [DRAFT] })
        })
      }),
    [draftId, isTyping],
  )
  const working = (server?.state === 'proposed' ? local.value : undefined) ?? kept
  const problems = useMemo(() => (working ? problemsOf(working, sets) : []), [working, sets])
  const content = useMemo(() => working && inForce(working, sets), [working, sets])
  if (!server || local.value === undefined) return { read, open: undefined }
  if (!working) return { read, open: 'broken' }

  const write = async (next: (now: Local | null) => Local | null) => {
    change(next)
    await flush()
    await letGo(draftId, discard)
  }
  const save = async (): Promise<Outcome | null> => {
    if (!local.value) return null
    await flush()
    const { revision, definition, texts } = working
    const outcome = await sendNow('content.save_draft', {
      draftId,
      revision,
      definition: { ...definition },
      texts: Object.fromEntries(Object.entries(texts).map(([language, words]) => [language, { ...words }])),
    })
    if (outcome.status === 'accepted')
      await write((now) =>
        !now || isSame(saidBy(now), saidBy(working)) ? null : { ...now, revision: revision + 1, base: saidBy(working) },
      )
    else if (outcome.status === 'conflict') await queries.invalidateQueries({ queryKey: [DRAFT] })
    return outcome
  }
  return {
    read,
    open: {
      draftId,
      server,
      working,
      sets,
      content,
      problems,
      isChanged: Boolean(local.value),
      conflicts: (server.state === 'proposed' && typed?.conflicts) || [],
      settle: (place, side) => change((now) => now && settled(now, place, side)),
      canWrite: server.state === 'proposed',
      saving: local.saving,
      change: (next) =>
        change((now) => ({ ...next, base: now?.base ?? (kept && saidBy(kept)), conflicts: now?.conflicts ?? [] })),
      flush,
      save,
      putBack: () => write(() => null),
    },
  }
}
