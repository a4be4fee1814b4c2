import type { CommandOutcome } from '@ariadne/contract'
import { mintId } from '@ariadne/domain'
import type pg from 'pg'
import type { Asker, TestInstance } from '../apps/server/src/testing/instance.ts'
import type { Figure } from './figure.ts'
import { percentile, withCaseload } from './support/caseload.ts'
import { connectBare, recordSql, replay } from './support/recorded-sql.ts'

export const name = 'arrivals'

const DEVICES = 50
/** What a device sends at once (apps/web/src/lib/device/outbox.ts). */
const BATCH = 20
const ROUND = DEVICES * BATCH
const ROUNDS = 11

/** A day of 11,000: most pass without a concern, one in fifty says so themselves, one in five hundred is in danger. */
const screening = (place: number): object => {
  const at = new Date().toISOString()
  const dangerNow = place % 500 === 0
  const selfIdentified = !dangerNow && place % 50 === 0
  const [outcome, ruleId] = dangerNow
    ? ['act_now', 'floor_danger_now']
    : selfIdentified
      ? ['refer', 'floor_self_identified']
      : ['no_concern_recorded', 'base_nothing_recorded']
  const document = {
    screeningId: mintId(Date.now()),
    by: { instanceId: 'ins_test', unitId: 'unt_bench', memberId: 'mbr_ana', function: 'case_coordinator' },
    encounter: {
      placeType: 'border_crossing',
      country: 'MK',
      startedAt: at,
      language: 'ar',
      interpreter: 'present',
      safeToTalk: 'yes',
      ageBand: '25_39',
      sex: place % 2 === 0 ? 'Feminine' : 'Masculine',
      accompaniment: 'accompanied',
    },
    setId: 'adult-mixed-flows',
    setVersion: '1.0.0',
    present: [],
    notKnown: [],
    selfIdentified,
    dangerNow,
    ruleOutcome: outcome,
    outcome,
    ruleId,
    loweredBecause: null,
    card: { offered: false, taken: false, codeHash: null },
    finishedAt: at,
    way: 'arrival',
    route: { from: null, by: 'rail' },
  }
  return { id: mintId(Date.now()), kind: 'screening.submit', at, ageMs: 0, body: { screening: document } }
}

const sendAll = async (devices: readonly Asker[], round: number): Promise<void> => {
  await Promise.all(
    devices.map(async (ask, device) => {
      const commands = Array.from({ length: BATCH }, (_, at) => screening(round * ROUND + device * BATCH + at))
      const response = await ask('/api/commands', { json: { commands } })
      const { outcomes } = (await response.json()) as { outcomes: CommandOutcome[] }
      const bad = outcomes.find((outcome) => outcome.status !== 'accepted')
      if (bad) throw new Error(`A screening was not accepted: ${JSON.stringify(bad)}`)
    }),
  )
}

const signInOn = async (instance: TestInstance, many: number): Promise<Asker[]> => {
  const devices: Asker[] = []
  for (let at = 0; at < many; at += 1)
    devices.push(await instance.signIn({ email: 'ana@bench.example', passphrase: 'a calm river at night' }))
  return devices
}

/**
 * A day of 11,000 screenings that 50 devices bring when the network is back, all at once; and the very statements this sends, sent bare
 * over as many connections to a second instance on the same disk. Turn by turn, so that whatever else the machine does falls on both.
 */
export async function* run(): AsyncIterable<Figure> {
  const rounds = await withCaseload(({ instance }) =>
    withCaseload(async ({ instance: other }) => {
      const devices = await signInOn(instance, DEVICES)
      const bare: pg.Client[] = []
      const measured: { whole: number; bare: number; statements: number }[] = []
      try {
        // The first round only warms both.
        for (let round = -1; round < ROUNDS; round += 1) {
          const first = performance.now()
          const { byConnection, sent } = await recordSql('test_app', () => sendAll(devices, round + 1))
          const whole = performance.now() - first
          while (bare.length < byConnection.length) bare.push(await connectBare(other.database.urls.app))
          const second = performance.now()
          await Promise.all(
            byConnection.map(async (statements, at) => {
              const client = bare[at]
              if (client) await replay(client, statements)
            }),
          )
          if (round >= 0) measured.push({ whole, bare: performance.now() - second, statements: sent.length })
        }
      } finally {
        for (const client of bare) await client.end()
      }
      return measured
    }),
  )
  const sum = (of: (round: (typeof rounds)[number]) => number): number =>
    rounds.reduce((total, round) => total + of(round), 0)
  yield {
    figure: 'arrivals.day',
    value: sum((round) => round.whole) / 1000,
    unit: 's for 11,000 screenings',
    target: { atMost: 60 },
    note: `${DEVICES} devices at once, batches of ${BATCH}, rules run again, fsync on`,
  }
  yield {
    figure: 'arrivals.share',
    value: percentile(
      rounds.map((round) => round.bare / round.whole),
      0.5,
    ),
    unit: 'of the rate of the bare SQL',
    target: { atLeast: 0.5 },
    note: `median of ${ROUNDS} rounds; ${(sum((round) => round.statements) / (ROUNDS * ROUND)).toFixed(1)} statements a screening`,
  }
}
