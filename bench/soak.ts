// `npm run soak`, or `npm run soak -- --records 50 --file FILE`: takes real records through the whole way between two
// running instances, from the open case to the close after 180 days, and prints what became of each. Ends by itself.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  agreementHash,
  append,
  fold,
  mintId,
  mintReference,
  unitsToSealFor,
  vocabulary,
  type Act,
  type AgreedTerms,
  type CaseId,
  type CaseState,
  type DataClass,
} from '@ariadne/domain'
import type { Command, SealedPart } from '@ariadne/contract'
import { readCtdc, type CtdcRecord } from '../apps/server/src/casework/import/index.ts'
import type { Person } from '../apps/server/src/demo/person.ts'
import { table } from '../apps/server/src/demo/table.ts'
import { makeRunFolder, removeRunFolder, startCluster } from '../tests/support/cluster.ts'
import { startProcesses, type ProcessRegion } from '../tests/support/processes.ts'

const { values: flags } = parseArgs({
  options: {
    records: { type: 'string', default: '500' },
    file: {
      type: 'string',
      default: join(import.meta.dirname, '../../shared/data/ctdc/ctdc_global_k-anon_2020_SEE_subset.csv'),
    },
    minutes: { type: 'string', default: '30' },
  },
})
const count = Number(flags.records)
const until = performance.now() + Number(flags.minutes) * 60_000

/** What happens to a record. One in twenty of each end that is not an arrival, two where people decide. */
type Fate = 'arrives' | 'declined' | 'withdrawn' | 'not_arrived' | 'person_says_no' | 'taken_back'
const FATES: readonly Fate[] = ['declined', 'withdrawn', 'withdrawn', 'not_arrived', 'person_says_no', 'taken_back']
const fateOf = (index: number): Fate => FATES[index % 20] ?? 'arrives'

type Journey = {
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
type Step = { kind: string; body: Record<string, unknown>; texts?: Partial<Record<DataClass, string>> }
type Doing = { journey: Journey; side: 'here' | 'abroad'; steps: Step[] }

const progress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}

const inGroups = async <T>(items: readonly T[], size: number, atOnce: number, work: (group: T[]) => Promise<void>) => {
  const groups: T[][] = []
  for (let at = 0; at < items.length; at += size) groups.push(items.slice(at, at + size))
  const next = async (): Promise<void> => {
    for (let group = groups.shift(); group; group = groups.shift()) await work(group)
  }
  await Promise.all(Array.from({ length: atOnce }, next))
}

/** One command with several acts on one case, each relying on what the one before leaves. */
const commandOf = async (
  who: Person,
  state: CaseState,
  steps: readonly Step[],
): Promise<{ command: Command; after: CaseState }> => {
  const acts: Act[] = []
  const parts: SealedPart[] = []
  let before = state
  for (const step of steps) {
    const act = who.buildAct(before, step.kind, step.body)
    const handover = typeof step.body['handoverId'] === 'string'
    const refs: Act['parts'] = []
    for (const [partClass, text] of Object.entries(step.texts ?? {})) {
      const units = unitsToSealFor(handover ? before : append(before, act), act, partClass as DataClass)
      const subject = handover ? String(step.body['handoverId']) : state.caseId
      const readers = await who.publicKeysOf(units)
      const part = await who.seal(partClass, text, { subject, instanceId: who.instanceId, readers })
      parts.push(part)
      refs.push({ partId: part.partId, class: part.class })
    }
    acts.push({ ...act, parts: refs })
    before = append(before, { ...act, parts: refs })
  }
  return { command: who.makeCommand('case.act', { caseId: state.caseId, acts, parts, wraps: [] }), after: before }
}

let actsDone = 0
/** Everybody's next steps on one side, in batches as an outbox sends them. */
const doAll = async (who: Person, doings: readonly Doing[]): Promise<void> => {
  const able = doings.filter(({ journey }) => journey.fault === null)
  await inGroups(able, 20, 4, async (group) => {
    const prepared = []
    for (const doing of group) {
      const state = doing.journey[doing.side]
      if (state) prepared.push({ doing, ...(await commandOf(who, state, doing.steps)) })
    }
    const outcomes = await who.send(...prepared.map((one) => one.command))
    for (const [at, { doing, after }] of prepared.entries()) {
      const outcome = outcomes[at]
      if (outcome?.status === 'accepted') {
        doing.journey[doing.side] = after
        actsDone += doing.steps.length
      } else
        doing.journey.fault = `${doing.steps.map((step) => step.kind).join('+')}: ${outcome?.code ?? outcome?.status}`
    }
  })
}

/** Looks at the cases again, because the other side has done something. */
const lookAgain = (who: Person, journeys: readonly Journey[], side: 'here' | 'abroad') =>
  inGroups(
    journeys.filter((one) => one.fault === null),
    1,
    6,
    async ([journey]) => {
      if (journey) journey[side] = (await who.loadCase(side === 'here' ? journey.caseId : journey.there)).state
    },
  )

const soak = async (region: ProcessRegion, records: readonly CtdcRecord[]): Promise<Journey[]> => {
  const [elena, teuta, goran, genti] = (await Promise.all(
    ['mk/elena', 'mk/teuta', 'mk/goran', 'al/genti'].map(region.person),
  )) as [Person, Person, Person, Person]
  const AL = { instanceId: 'ins_al', unitId: 'unt_al_child', country: 'AL' }

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
  const those = (...fates: Fate[]) => going().filter((one) => fates.includes(one.fate))
  const here = (journey: Journey, ...steps: Step[]): Doing => ({ journey, side: 'here', steps })
  const abroad = (journey: Journey, ...steps: Step[]): Doing => ({ journey, side: 'abroad', steps })
  const of = ({ handoverId }: Journey, kind: string, body: Record<string, unknown> = {}, texts = {}): Step => ({
    kind: `handover.${kind}`,
    body: { handoverId, ...body },
    texts,
  })
  const stage = async (name: string, work: () => Promise<void>): Promise<void> => {
    if (performance.now() > until) throw new Error(`Not done after ${flags.minutes} min; stopped at: ${name}.`)
    progress(`${name} (${going().length} on the way, ${actsDone} acts)`)
    await work()
    await region.settle()
  }

  await stage('cases opened', async () => {
    await doAll(
      elena,
      journeys.map((journey) =>
        here(
          journey,
          {
            kind: 'case.opened',
            body: {
              reference: mintReference('MK'),
              fileBasis: journey.child ? 'child_protection' : 'person_agreed',
              safeToProceed: true,
              ageBand: journey.record.ageBand,
              sex: journey.record.sex,
              languages: ['sq'],
              confidentialityExplained: true,
              nationalityClaimed: journey.record.citizenship,
              referralId: null,
            },
            texts: { identity: 'A record without a name' },
          },
          { kind: 'identification.presumed', body: { basis: 'professional_concern' } },
          { kind: 'asylum.recorded', body: { status: 'none_pending', explainedIn: 'sq' } },
          {
            kind: 'nationality.recorded',
            body: { country: journey.record.citizenship ?? 'AL', basis: 'family_confirmed_by_social_service' },
          },
          {
            kind: 'risk.assessed',
            body: {
              type: 'pre_return',
              level: 'low',
              validUntil: region.day(25),
              tookPart: ['person', 'social_worker'],
            },
          },
          ...(journey.child
            ? [
                {
                  kind: 'guardian.requested',
                  body: { authorityUnitId: 'unt_mk_csw_gevgelija', preferredSex: 'no_preference', languages: ['sq'] },
                },
              ]
            : []),
        ),
      ),
    )
    await doAll(
      elena,
      journeys
        .filter((one) => one.fate === 'person_says_no')
        .map((one) =>
          here(one, {
            kind: 'agreement.refused',
            body: { purpose: 'take_over_lead', country: 'AL', helpContinues: true },
          }),
        ),
    )
  })
  await stage('guardians and best interests', () =>
    doAll(
      teuta,
      going()
        .filter((one) => one.child)
        .map((one) =>
          here(
            one,
            {
              kind: 'guardian.appointed',
              body: {
                guardianUnitId: 'unt_mk_guardians',
                guardianMemberId: goran.memberId,
                interim: false,
                noConflictOfInterest: true,
              },
            },
            {
              kind: 'best_interests.determined',
              body: { outcome: 'care_in_country', country: 'AL', childHeard: true, guardianHeard: true },
              texts: { best_interests: 'As determined' },
            },
          ),
        ),
    ),
  )
  await stage('agreements and questions', async () => {
    await doAll(
      elena,
      going().map((one) =>
        here(
          one,
          {
            kind: 'agreement.given',
            body: {
              agreementId: one.agreementId,
              recipient: AL,
              classes: ['identity', 'contact'],
              purpose: 'take_over_lead',
              expiresOn: region.day(300),
              language: 'sq',
              interpreter: 'present',
              toldPrivately: true,
              toldMayRefuse: true,
              toldWhatCannotBeRecalled: true,
              lawfulBasis: 'public_task',
              transferBasis: 'to_be_confirmed',
              hash: one.agreementHash,
            },
          },
          of(one, 'capability_asked', {
            role: 'take_lead',
            peer: 'ins_al',
            recipientUnitId: AL.unitId,
            recipientCountry: 'AL',
            needs: ['safe_accommodation', 'reintegration'],
            ageBand: one.record.ageBand,
            sex: one.record.sex,
            languages: ['sq'],
            urgency: 'standard',
            fromOn: region.day(1),
            untilOn: region.day(30),
          }),
        ),
      ),
    )
    await doAll(
      goran,
      going()
        .filter((one) => one.child)
        .map((one) =>
          here(
            one,
            { kind: 'agreement.guardian_authorised', body: { agreementId: one.agreementId } },
            {
              kind: 'agreement.child_assented',
              body: { agreementId: one.agreementId, explainedIn: 'sq', withoutPressure: true },
            },
          ),
        ),
    )
  })
  await stage('questions answered', async () => {
    const cases = await region.sql<{ handover_id: string; case_id: string }>(
      'al',
      'select handover_id, case_id from app.handover_thread',
    )
    const byHandover = new Map(cases.map((row) => [row.handover_id, row.case_id]))
    for (const one of going()) {
      one.there = byHandover.get(one.handoverId) ?? ''
      if (one.there === '') one.fault = 'the question never arrived'
    }
    await lookAgain(genti, going(), 'abroad')
    await doAll(
      genti,
      going().map((one) => abroad(one, of(one, 'capability_answered', { answer: 'possible' }))),
    )
  })
  await stage('offers', async () => {
    await lookAgain(elena, going(), 'here')
    await doAll(
      elena,
      going().map((one) =>
        here(
          one,
          of(one, 'offered', {
            agreementId: one.agreementId,
            agreementHash: one.agreementHash,
            recipientKind: 'child_protection',
            needs: ['safe_accommodation', 'reintegration'],
            riskFlags: [],
            child: one.child,
            respondBy: region.at(2),
          }),
        ),
      ),
    )
  })
  await stage('acceptances and declines', async () => {
    await lookAgain(genti, going(), 'abroad')
    await doAll(
      genti,
      going().map((one) =>
        abroad(
          one,
          of(one, 'acknowledged'),
          ...(one.fate === 'taken_back'
            ? []
            : one.fate === 'declined'
              ? [of(one, 'declined', { reason: 'no_place', alternativeUnitId: null })]
              : [
                  of(one, 'accepted', {
                    workerId: genti.memberId,
                    workerName: genti.name,
                    placeType: 'shelter',
                    guardianArrangement: one.child ? 'guardian_ready' : 'not_needed',
                    from: region.day(1),
                    staffLanguages: ['sq'],
                    conditions: [],
                  }),
                ]),
        ),
      ),
    )
  })
  await stage('dossiers, withdrawals, travel', async () => {
    await lookAgain(elena, going(), 'here')
    await doAll(elena, [
      ...those('arrives', 'not_arrived').map((one) =>
        here(
          one,
          of(one, 'person_confirmed', { toldWhoAndWhere: true, privately: true }),
          of(
            one,
            'dossier_sent',
            { classes: ['identity', 'contact'], expiresOn: region.day(200), onwardSharing: false },
            { identity: 'A record without a name', contact: 'Through the office' },
          ),
          of(one, 'logistics_sent', { meetOn: region.day(1), mode: 'escorted_land' }, { logistics: 'At the border' }),
        ),
      ),
      ...those('withdrawn').map((one) =>
        here(one, {
          kind: 'agreement.withdrawn',
          body: { agreementId: one.agreementId, toldWhatCannotBeRecalled: true },
        }),
      ),
      ...those('taken_back').map((one) => here(one, of(one, 'voided', { reason: 'sent_in_error' }))),
    ])
  })
  await stage('travel confirmed, withdrawals acknowledged', async () => {
    await lookAgain(genti, going(), 'abroad')
    await doAll(genti, [
      ...those('arrives', 'not_arrived').map((one) => abroad(one, of(one, 'logistics_confirmed'))),
      ...those('withdrawn').map((one) =>
        abroad(one, of(one, 'withdrawal_acknowledged', { stoppedSharing: true, erased: true })),
      ),
    ])
  })
  await region.days(1)
  await stage('arrivals', async () => {
    await lookAgain(genti, those('arrives', 'not_arrived'), 'abroad')
    await doAll(genti, [
      ...those('arrives').map((one) =>
        abroad(one, of(one, 'arrival_confirmed', { metBy: genti.memberId, codeWordGiven: true })),
      ),
      ...those('not_arrived').map((one) => abroad(one, of(one, 'not_arrived'))),
    ])
  })
  let passed = 0
  for (const day of [7, 30, 90, 180]) {
    await region.days(day - passed)
    passed = day
    await stage(`feedback after ${day} days`, () =>
      doAll(
        genti,
        those('arrives').map((one) =>
          abroad(one, of(one, 'feedback_given', { day, serviceStarted: true, safe: 'yes', nextContactOn: null })),
        ),
      ),
    )
  }
  await stage('closed here', async () => {
    await lookAgain(elena, going(), 'here')
    const close = (reason: string): Step => ({
      kind: 'case.closed',
      body: { reason, personInformed: 'yes', tasksReassigned: true },
    })
    await doAll(elena, [
      ...those('arrives').map((one) => here(one, of(one, 'closed'), close('lead_handed_over'))),
      ...those('declined', 'withdrawn', 'taken_back').map((one) => here(one, close('person_wishes'))),
    ])
  })
  await stage('closed there', async () => {
    await lookAgain(genti, going(), 'abroad')
    await doAll(
      genti,
      those('arrives').map((one) =>
        abroad(one, {
          kind: 'case.closed',
          body: { reason: 'goals_reached', personInformed: 'yes', tasksReassigned: true },
        }),
      ),
    )
  })
  await lookAgain(elena, journeys, 'here')
  await lookAgain(genti, going(), 'abroad')
  progress('')
  return journeys
}

/** How a record should have ended, on both sides. */
const EXPECTED: Readonly<Record<Fate, string>> = {
  arrives: 'closed / closed, closed / closed, lead AL',
  declined: 'closed / declined, closed / declined, lead MK',
  withdrawn: 'closed / withdrawn, closed / withdrawn, lead MK',
  not_arrived: 'missing / not_arrived, draft / not_arrived, lead MK',
  person_says_no: 'open / no handover, nothing there, lead MK',
  taken_back: 'closed / voided, closed / voided, lead MK',
}
const endOf = ({ here, abroad, handoverId }: Journey): string => {
  const stageIn = (state: CaseState) =>
    state.handovers.find((one) => one.handoverId === handoverId)?.stage ?? 'no handover'
  const leads = [here.lead?.instanceId, ...(abroad ? [abroad.lead?.instanceId] : [])].map((one) =>
    one?.slice(4).toUpperCase(),
  )
  const lead = new Set(leads).size === 1 ? leads[0] : `disputed (${leads.join(', ')})`
  return `${here.status} / ${stageIn(here)}, ${abroad ? `${abroad.status} / ${stageIn(abroad)}` : 'nothing there'}, lead ${lead}`
}

if (!Number.isInteger(count) || count < 1) {
  console.error(`--records ${flags.records}: give a whole number of 1 or more.`)
  process.exit(1)
}
if (!existsSync(flags.file)) {
  console.error(`${flags.file} is not there. Name a CTDC file with --file FILE.`)
  process.exit(1)
}
const { records, faults } = readCtdc(readFileSync(flags.file, 'utf8'), new Date().getUTCFullYear())
for (const fault of faults.slice(0, 20))
  console.error(`${flags.file}:${fault.line}: ${fault.column}: "${fault.value}". It should be ${fault.remedy}.`)
if (faults.length > 0) process.exit(1)
// Spread over the whole file, so that all years, ages and countries take part.
const chosen = Array.from(
  { length: Math.min(count, records.length) },
  (_, index) => records[Math.floor((index * records.length) / count)],
).filter((one): one is CtdcRecord => one !== undefined)

const runFolder = makeRunFolder()
let failed = false
try {
  const cluster = await startCluster(runFolder, 'durable')
  progress('Making two instances with people, keys and a trust list ...')
  const region = await startProcesses(['mk', 'al'], {
    ground: { superuser: cluster.url('postgres'), runFolder },
    direct: true,
  })
  try {
    const from = performance.now()
    const journeys = await soak(region, chosen)
    const seconds = (performance.now() - from) / 1000
    const rows = new Map<string, { records: number; right: boolean }>()
    for (const journey of journeys) {
      const end = journey.fault ?? endOf(journey)
      const key = JSON.stringify([journey.fate, journey.child ? 'child' : 'adult', end])
      rows.set(key, { records: (rows.get(key)?.records ?? 0) + 1, right: end === EXPECTED[journey.fate] })
    }
    console.log(
      table(
        ['What should become of it', 'Who', 'Records', 'What became of it (here, there)', ''],
        [...rows].map(([key, { records: number, right }]) => {
          const [fate = '', who = '', end = ''] = JSON.parse(key) as string[]
          return [fate.replaceAll('_', ' '), who, String(number), end, right ? 'as it should' : 'WRONG']
        }),
      ),
    )
    const [messages] = await region.sql<{ count: string }>('mk', `select count(*) from app.outbox`)
    const [answers] = await region.sql<{ count: string }>('al', `select count(*) from app.outbox`)
    const [refused] = await region.sql<{ count: string }>(
      'al',
      `select count(*) from app.inbox where state in ('refused', 'rejected')`,
    )
    const sent = Number(messages?.count) + Number(answers?.count)
    console.log(
      `\n${journeys.length} records, ${actsDone} acts, ${sent} messages (${refused?.count ?? 0} refused) in ${seconds.toFixed(1)} s: ` +
        `${(actsDone / seconds).toFixed(0)} acts and ${(sent / seconds).toFixed(0)} messages a second.`,
    )
    failed = [...rows.values()].some((row) => !row.right)
  } finally {
    await region.stop()
  }
} catch (error) {
  failed = true
  console.error(error instanceof Error ? error.message : error)
} finally {
  await removeRunFolder(runFolder)
}
process.exit(failed ? 1 : 0)
