import type { Actor, HandoverState } from '@ariadne/domain'
import { ACTS } from '@ariadne/domain'
import { useParams } from '@tanstack/react-router'
import { nowIso } from '../../lib/clock.ts'
import { useCase, type OpenCase } from '../../lib/case/useCase.ts'
import type { Read } from '../../lib/api/useRead.ts'
import { STEP_ACTS } from './stages.ts'

export const useCaseId = (): string =>
  useParams({ strict: false, select: (params: Record<string, string | undefined>) => params['caseId'] ?? '' })
const useHandoverId = (): string =>
  useParams({ strict: false, select: (params: Record<string, string | undefined>) => params['handoverId'] ?? '' })

export const useHandoverCase = (): { read: Read<OpenCase>; caseId: string; handoverId: string } => {
  const caseId = useCaseId()
  const handoverId = useHandoverId()
  return { read: useCase(caseId), caseId, handoverId }
}

/** What can be done now with this very handover, and in which function. */
export const stepsNow = (open: OpenCase, handover: HandoverState): { kind: string; by: Actor }[] =>
  STEP_ACTS.flatMap((kind) => {
    const definition = ACTS.get(kind)
    const possible = open.possible.find((one) => one.kind === kind)
    if (!definition || !possible) return []
    // The guard is asked for this handover with an otherwise empty body: at which stage and from which side it may come.
    const context = { now: nowIso(), act: { id: '' as never, by: possible.by, occurredAt: nowIso(), parts: [] } }
    const refusal = definition.guard({ ...open.state, handovers: [handover] }, null, context)
    return refusal === null ? [{ kind, by: possible.by }] : []
  })
