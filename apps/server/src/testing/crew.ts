import type { Command, CommandOutcome, QueueLine } from '@ariadne/contract'
import { mintId } from '@ariadne/domain'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { movableClock } from '../platform/clock.ts'
import { giveKey } from './give-key.ts'
import { startTestInstance } from './instance.ts'
import type { Asker, TestInstance } from './instance.ts'

export type CrewPlan<Name extends string> = {
  /** Units by id, each with its kind. */
  units: Record<string, string>
  /** Who works where and as what. The member of `ana` is `mbr_ana`. */
  people: Record<Name, Record<string, string[]>>
  /** The units that hold a key, and who holds it. */
  keys: Record<string, readonly NoInfer<Name>[]>
  /** Settings of the instance that the tests are about. */
  config?: NonNullable<Parameters<typeof startTestInstance>[0]>['config']
}

/**
 * People at work at one instance, signed in before the first test of a file; a minute passes before each test, by a
 * clock that can be moved.
 *
 * @example
 * const crew = crewOfFile({ units: { unt_nrm: 'nrm_office' }, people: { ana: { unt_nrm: ['case_coordinator'] } }, keys: {} })
 * expect(await crew.send('ana', 'referral.acknowledge', { referralId, unitId: 'unt_nrm' })).toMatchObject({ status: 'accepted' })
 */
export const crewOfFile = <Name extends string>(plan: CrewPlan<Name>) => {
  const clock = movableClock()
  const ask = {} as Record<Name, Asker>
  let instance: TestInstance

  beforeAll(async () => {
    instance = await startTestInstance({ clock, ...(plan.config ? { config: plan.config } : {}) })
    for (const [id, kind] of Object.entries(plan.units)) await instance.unit(id, kind)
    for (const [name, units] of Object.entries(plan.people) as [Name, Record<string, string[]>][]) {
      const person = {
        memberId: memberOf(name),
        email: `${name}@mk.example`,
        passphrase: 'a calm river at night',
        units,
      }
      await instance.enrolled(person)
      ask[name] = await instance.signIn(person)
    }
    for (const [unitId, holders] of Object.entries(plan.keys))
      await giveKey(instance.platform.db, unitId, holders.map(memberOf))
  }, 120_000)
  afterAll(() => instance.stop())
  beforeEach(() => clock.advance(60_000))

  const now = (): string => clock.now().toISOString()
  const newId = (): string => mintId<string>(clock.now().getTime())
  return {
    get instance() {
      return instance
    },
    clock,
    ask,
    now,
    newId,
    /** Sends one command and answers with what became of it. */
    send: async (name: Name, kind: string, body: object, more: Partial<Command> = {}): Promise<CommandOutcome> => {
      const command: Command = { id: newId(), kind, at: now(), body: body as Command['body'], ...more }
      const response = await ask[name]('/api/commands', { json: { commands: [command] } })
      const { outcomes } = (await response.json()) as { outcomes: [CommandOutcome] }
      return outcomes[0]
    },
    /** What stands in somebody's queue. */
    lines: async (name: Name, queue: string): Promise<QueueLine[]> => {
      const page = (await (await ask[name](`/api/queues/${queue}`)).json()) as { entries: QueueLine[] }
      return page.entries
    },
  }
}

const memberOf = (name: string): string => `mbr_${name}`

/** The officer at the border who screens and refers. */
export const officer = {
  instanceId: 'ins_test',
  unitId: 'unt_border',
  memberId: 'mbr_officer',
  function: 'first_responder',
}

/** A screening of a child in which nothing was noticed, as a device sends it. */
export const screeningOfChild = (
  { screeningId, at }: { screeningId: string; at: string },
  more: object = {},
  encounter: object = {},
) => ({
  screeningId,
  by: officer,
  encounter: {
    placeType: 'border_crossing',
    country: 'MK',
    startedAt: at,
    language: 'sq',
    interpreter: 'none_needed',
    safeToTalk: 'yes',
    ageBand: '12_15',
    sex: 'Masculine',
    accompaniment: 'accompanied',
    ...encounter,
  },
  setId: 'child-alone-or-separated',
  setVersion: '1.0.0',
  present: [] as string[],
  notKnown: [],
  selfIdentified: false,
  dangerNow: false,
  ruleOutcome: 'no_concern_recorded',
  outcome: 'no_concern_recorded',
  ruleId: 'base_nothing_recorded',
  loweredBecause: null,
  card: { offered: false, taken: false, codeHash: null as string | null },
  finishedAt: at,
  ...more,
})
