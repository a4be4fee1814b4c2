import { agreementHash, fold, mintId, vocabulary, type AgreedTerms, type CaseId } from '@ariadne/domain'
import type { CtdcRecord } from '../../apps/server/src/casework/import/index.ts'
import type { Person } from '../../apps/server/src/demo/person.ts'
import type { ProcessRegion } from '../../tests/support/processes.ts'
import { doAll } from './acts.ts'
import { fateOf, type Doing, type Fate, type Journey, type Step } from './journey.ts'

export const AL = { instanceId: 'ins_al', unitId: 'unt_al_child', country: 'AL' }

/** What the parts of the way share: the people, the records on it, and one stage after the other. */
export type Way = Awaited<ReturnType<typeof beginWay>>

/** @param options when it has to be done, by `performance.now()`; who hears how far it is */
export const beginWay = async (
  region: ProcessRegion,
  records: readonly CtdcRecord[],
  options: { until: number; progress: (text: string) => void },
) => {
  const [elena, teuta, goran, genti] = (await Promise.all(
    ['mk/elena', 'mk/teuta', 'mk/goran', 'al/genti'].map(region.person),
  )) as [Person, Person, Person, Person]
  let actsDone = 0

  const begin = async (record: CtdcRecord, index: number): Promise<Journey> => {
    const caseId = mintId<CaseId>(Date.parse(elena.now()))
    const agreementId = mintId<string>(Date.parse(elena.now()))
    const terms = {
      agreementId,
      recipient: AL,
      classes: ['identity', 'contact'],
      purpose: 'take_over_lead',
      expiresOn: region.day(300),
      language: 'sq',
      lawfulBasis: 'public_task',
      transferBasis: 'to_be_confirmed',
    }
    return {
      record,
      fate: fateOf(index),
      child: vocabulary.isChild(record.ageBand),
      caseId,
      there: '',
      handoverId: mintId<string>(Date.parse(elena.now())),
      agreementId,
      agreementHash: await agreementHash(terms as unknown as AgreedTerms),
      here: fold(caseId, 'ins_mk' as never, []),
      abroad: null,
      fault: null,
    }
  }
  const journeys = await Promise.all(records.map(begin))
  const going = () => journeys.filter((one) => one.fault === null && one.fate !== 'person_says_no')
  return {
    region,
    elena,
    teuta,
    goran,
    genti,
    journeys,
    /** Those still on the way between two countries. */
    going,
    those: (...fates: Fate[]) => going().filter((one) => fates.includes(one.fate)),
    actsDone: () => actsDone,
    doAll: async (who: Person, doings: readonly Doing[]): Promise<void> => {
      actsDone += await doAll(who, doings)
    },
    /** One stage for everybody; messages have arrived when it ends. */
    stage: async (name: string, work: () => Promise<void>): Promise<void> => {
      if (performance.now() > options.until) throw new Error(`Not done in time; stopped at: ${name}.`)
      options.progress(`${name} (${going().length} on the way, ${actsDone} acts)`)
      await work()
      await region.settle()
    },
  }
}

export const here = (journey: Journey, ...steps: Step[]): Doing => ({ journey, side: 'here', steps })
export const abroad = (journey: Journey, ...steps: Step[]): Doing => ({ journey, side: 'abroad', steps })
/** An act on the handover of a record. */
export const of = ({ handoverId }: Journey, kind: string, body: Record<string, unknown> = {}, texts = {}): Step => ({
  kind: `handover.${kind}`,
  body: { handoverId, ...body },
  texts,
})
