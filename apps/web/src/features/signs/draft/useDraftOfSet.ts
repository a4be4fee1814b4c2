import type { Api } from '@ariadne/contract'
import type { SetProblem } from '@ariadne/domain/screening'
import { useMemo } from 'react'
import type { Saving } from '../../../components/SaveStatus.tsx'
import { type Read, useRead } from '../../../lib/api/useRead.ts'
import { sendNow } from '../../../lib/case/sendNow.ts'
import type { SetContent } from '../../../lib/content/bundle.ts'
import { type Working, inForce, workingIdOf } from '../../../lib/content/working.ts'
import { useDraft } from '../../../lib/device/drafts.ts'
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
  /** Somebody saved a newer one since this was begun. */
  readonly isOvertaken: boolean
  readonly canWrite: boolean
  readonly saving: Saving
  readonly change: (next: Working) => void
  /** Keeps what was typed on this device now, before another page is opened. */
  readonly flush: () => Promise<void>
  readonly save: () => Promise<Outcome | null>
  /** Lets go of what was typed here since it was last saved. */
  readonly putBack: () => Promise<void>
}

/** A draft with what was typed on this device over what the server keeps. */
export const useDraftOfSet = (
  draftId: string,
  sets: readonly SetContent[],
): { read: Read<ServerDraft>; open: OpenDraft | 'broken' | undefined } => {
  const read = useRead('GET /api/content/drafts/{draftId}', { params: { draftId } })
  const local = useDraft<Working | null>(workingIdOf(draftId), {
    what: 'signs.draft.local',
    resume: `/signs/drafts/${draftId}/overview`,
    initial: null,
  })
  const server = read.state === 'ready' ? read.data : undefined
  const kept = useMemo(
    () => server && readWorking(server.revision, server.definition, server.texts, sets),
    [server, sets],
  )
  const working = (server?.state === 'proposed' ? local.value : undefined) ?? kept
  const problems = useMemo(() => (working ? problemsOf(working, sets) : []), [working, sets])
  const content = useMemo(() => working && inForce(working, sets), [working, sets])
  if (!server || local.value === undefined) return { read, open: undefined }
  if (!working) return { read, open: 'broken' }

  const putBack = async () => {
    local.change(null)
    await local.flush()
    await local.discard()
  }
  const save = async (): Promise<Outcome | null> => {
    if (!local.value) return null
    await local.flush()
    const { revision, definition, texts } = working
    const outcome = await sendNow('content.save_draft', {
      draftId,
      revision,
      definition: { ...definition },
      texts: Object.fromEntries(Object.entries(texts).map(([language, words]) => [language, { ...words }])),
    })
    if (outcome.status === 'accepted') await putBack()
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
      isOvertaken: Boolean(local.value && local.value.revision < server.revision),
      canWrite: server.state === 'proposed',
      saving: local.saving,
      change: local.change,
      flush: local.flush,
      save,
      putBack,
    },
  }
}
