import type { CaseId, CaseState, DataClass } from '@ariadne/domain'
import type { CtdcRecord } from '../../apps/server/src/casework/import/index.ts'

/** What happens to a record. One in twenty of each end that is not an arrival, two where people decide. */
export type Fate = 'arrives' | 'declined' | 'withdrawn' | 'not_arrived' | 'person_says_no' | 'taken_back'
const FATES: readonly Fate[] = ['declined', 'withdrawn', 'withdrawn', 'not_arrived', 'person_says_no', 'taken_back']
export const fateOf = (index: number): Fate => FATES[index % 20] ?? 'arrives'

/** A record on its way: where it stands on both sides, and what went wrong, if anything did. */
export type Journey = {
  record: CtdcRecord
  fate: Fate
  child: boolean
  caseId: CaseId
  there: string
  handoverId: string
  agreementId: string
  agreementHash: string
  here: CaseState
  abroad: CaseState | null
  fault: string | null
}
export type Step = { kind: string; body: Record<string, unknown>; texts?: Partial<Record<DataClass, string>> }
export type Doing = { journey: Journey; side: 'here' | 'abroad'; steps: Step[] }

/** How a record should have ended, on both sides. */
export const EXPECTED: Readonly<Record<Fate, string>> = {
  arrives: 'closed / closed, closed / closed, lead AL',
  declined: 'closed / declined, closed / declined, lead MK',
  withdrawn: 'closed / withdrawn, closed / withdrawn, lead MK',
  not_arrived: 'missing / not_arrived, draft / not_arrived, lead MK',
  person_says_no: 'open / no handover, nothing there, lead MK',
  taken_back: 'closed / voided, closed / voided, lead MK',
}
/** How it ended, in the same words. */
export const endOf = ({ here, abroad, handoverId }: Journey): string => {
  const stageIn = (state: CaseState) =>
    state.handovers.find((one) => one.handoverId === handoverId)?.stage ?? 'no handover'
  const leads = [here.lead?.instanceId, ...(abroad ? [abroad.lead?.instanceId] : [])].map((one) =>
    one?.slice(4).toUpperCase(),
  )
  const lead = new Set(leads).size === 1 ? leads[0] : `disputed (${leads.join(', ')})`
  return `${here.status} / ${stageIn(here)}, ${abroad ? `${abroad.status} / ${stageIn(abroad)}` : 'nothing there'}, lead ${lead}`
}
