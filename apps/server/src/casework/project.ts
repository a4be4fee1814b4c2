import { caseReaders, queueEntries } from '@ariadne/domain'
import type { CaseState, QueueEntry, Targets } from '@ariadne/domain'

/** Raise it when the fold gives another state for the same list: states in the database are then made anew. */
export const FOLD_VERSION = 4

export type AccessRow = {
  case_id: string
  audience: string
  unit_id: string
  function: string
  member_id: string | null
  classes: string[] | null
  historic: boolean
  status: string
  last_activity_at: string
}

export type QueueRow = {
  case_id: string
  entry_key: string
  unit_id: string
  queue: string
  act: string
  subject_id: string | null
  audiences: string[]
  since: string
  due_at: string | null
  reference: string
  hints: Record<string, string>
  escalation_unit: string | null
}

/** What lists and queues of one case are made of, as its state has it. */
export type Projection = {
  row: {
    case_id: string
    reference: string
    status: string
    age_band: string
    sex: string
    identification: string
    lead_here: boolean
    historic: boolean
    last_activity_at: string
    next_due_at: string | null
    sequence: number
    last_hash: string
    fold: number
    state: CaseState
  }
  access: AccessRow[]
  queue: QueueRow[]
}

const audienceOf = (unitId: string, name: string, memberId: string | null): string =>
  memberId === null ? `${unitId}/${name}` : `${unitId}/${name}/${memberId}`

/** The domain's readers, one row an audience: who reads twice over may open what either way allows. */
const accessRows = (state: CaseState): AccessRow[] => {
  const rows = new Map<string, AccessRow>()
  for (const reader of caseReaders(state)) {
    const audience = audienceOf(reader.unitId, reader.function, reader.memberId)
    const before = rows.get(audience)
    const classes =
      reader.classes === 'all' || before?.classes === null
        ? null
        : [...new Set([...(before?.classes ?? []), ...reader.classes])]
    rows.set(audience, {
      case_id: state.caseId,
      audience,
      unit_id: reader.unitId,
      function: reader.function,
      member_id: reader.memberId,
      classes,
      historic: state.historic !== null,
      status: state.status,
      last_activity_at: state.lastActivityAt,
    })
  }
  return [...rows.values()]
}

/** Codes that tell one line from another at a glance. Nothing in them names a person. */
const hintsOf = (state: CaseState, entry: QueueEntry): Record<string, string> => {
  const handover = state.handovers.find((one) => one.handoverId === entry.subjectId)
  const language = state.person.languages[0]
  return {
    ageBand: state.person.ageBand,
    sex: state.person.sex,
    ...(language === undefined ? {} : { language }),
    ...(handover === undefined
      ? {}
      : {
          urgency: handover.query.urgency,
          peer: handover.peer,
          role: handover.role,
          // Who it is with: the country that is asked, or the unit that asks.
          ...(handover.direction === 'outgoing'
            ? { country: handover.recipientCountry }
            : { peerUnit: handover.senderUnitId }),
        }),
  }
}

const queueRows = (state: CaseState, targets: Targets): QueueRow[] => {
  const rows = new Map<string, QueueRow>()
  const coordinating = new Set(
    caseReaders(state).flatMap((reader) => (reader.function === 'case_coordinator' ? [reader.unitId] : [])),
  )
  const lead = state.lead?.instanceId === state.instanceId ? state.lead.unitId : null
  for (const entry of queueEntries(state, targets)) {
    const entryKey = [entry.unitId, entry.memberId, entry.queue, entry.act, entry.subjectId, entry.since, entry.dueAt]
      .map((part) => part ?? '')
      .join('|')
    rows.set(entryKey, {
      case_id: state.caseId,
      entry_key: entryKey,
      unit_id: entry.unitId,
      queue: entry.queue,
      act: entry.act,
      subject_id: entry.subjectId,
      audiences: entry.functions.map((name) => audienceOf(entry.unitId, name, entry.memberId)),
      since: entry.since,
      due_at: entry.dueAt,
      reference: state.reference,
      hints: hintsOf(state, entry),
      // Where nobody of the unit coordinates this case, being late is told to the unit that leads it.
      escalation_unit: coordinating.has(entry.unitId) ? entry.unitId : lead,
    })
  }
  return [...rows.values()]
}

/** Everything the database keeps beside the list, as a pure function of the state. */
export const project = (state: CaseState, lastHash: string, targets: Targets): Projection => {
  const queue = queueRows(state, targets)
  const due = queue.flatMap((row) => (row.due_at === null ? [] : [row.due_at])).toSorted()
  return {
    row: {
      case_id: state.caseId,
      reference: state.reference,
      status: state.status,
      age_band: state.person.ageBand,
      sex: state.person.sex,
      identification: state.identification.status,
      lead_here: state.lead?.instanceId === state.instanceId,
      historic: state.historic !== null,
      last_activity_at: state.lastActivityAt,
      next_due_at: due[0] ?? null,
      sequence: state.sequence,
      last_hash: lastHash,
      fold: FOLD_VERSION,
      state,
    },
    access: accessRows(state),
    queue,
  }
}
