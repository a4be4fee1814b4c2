import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CustodyCommand, Task } from './index.ts'
import { explore, type Bounds } from './testing/explore.ts'
import {
  emptyWorld,
  findDeadlock,
  findViolation,
  ownInputs,
  react,
  take,
  type Step,
  type World,
} from './testing/world.ts'

// `EXPLORE_WORLDS` raises the number of worlds looked at where the whole is too large for every run.
const MOST = Number(process.env['EXPLORE_WORLDS'] ?? 120_000)
const MOVES = ['offer', 'withdraw', 'accept', 'confirm_arrival'] as const
const NONE = { sender: 0, receiver: 0 }

/** How much was looked at is part of the result, so it is printed. */
const tell = (line: string) => process.stdout.write(`${line}\n`)

const look = (name: string, bounds: Bounds) => {
  const found = explore(bounds)
  tell(
    `${name}: ${found.worlds} worlds, ${found.states} states of a side, ${found.complete ? 'all there are' : 'cut off'}`,
  )
  expect(found.failure).toBeNull()
  return found
}

test('every interleaving without a restore ends well', { timeout: 60_000 }, () => {
  const kinds = [...MOVES, 'send_dossier', 'decline'] as const
  const found = look('no restore', { task: 'take_lead', kinds, restores: NONE, mostWorlds: Infinity })
  expect(found.complete).toBe(true)
  expect([...found.ends.keys()]).toContain('arrived/arrived')
  expect([...found.ends.keys()]).toContain('withdrawn/arrived')
})

test.each(['provide_service', 'family_assessment', 'return_support'] as const)(
  '%s never moves the lead',
  { timeout: 60_000 },
  (task) => {
    expect(look(task, { task, kinds: MOVES, restores: NONE, mostWorlds: Infinity }).complete).toBe(true)
  },
)

test('the receiver restored from any earlier moment', { timeout: 120_000 }, () => {
  const bounds = { task: 'take_lead', restores: { sender: 0, receiver: 1 } } as const
  expect(
    look('receiver restored, arrival', {
      ...bounds,
      kinds: ['offer', 'accept', 'confirm_arrival'],
      mostWorlds: Infinity,
    }).complete,
  ).toBe(true)
  look('receiver restored, withdrawal too', { ...bounds, kinds: MOVES, mostWorlds: MOST })
})

test('the sender restored from any earlier moment', { timeout: 120_000 }, () => {
  const bounds = { task: 'take_lead', restores: { sender: 1, receiver: 0 } } as const
  expect(
    look('sender restored, arrival', { ...bounds, kinds: ['offer', 'accept', 'confirm_arrival'], mostWorlds: Infinity })
      .complete,
  ).toBe(true)
  look('sender restored, withdrawal too', { ...bounds, kinds: MOVES, mostWorlds: MOST })
})

test('both restored', { timeout: 120_000 }, () => {
  look('both restored', {
    task: 'take_lead',
    kinds: ['offer', 'accept', 'confirm_arrival'],
    restores: { sender: 1, receiver: 1 },
    mostWorlds: MOST,
  })
})

const ALL: readonly CustodyCommand['kind'][] = [
  ...MOVES,
  'send_dossier',
  'send_logistics',
  'acknowledge',
  'decline',
  'report_not_arrived',
  'send_feedback',
]

const SIDES = ['sender', 'receiver'] as const

/** What people can do now; ends of a handover are rarer than steps ahead, so that runs get far. */
const actsIn = (world: World, task: Task, ends: boolean): Step[] =>
  SIDES.flatMap((side) =>
    ownInputs(world[side], task, ALL)
      .filter((input) => input.type === 'command' && (ends || !['withdraw', 'decline'].includes(input.command.kind)))
      .filter((input) => react(world[side], input).packets.length > 0)
      .map((input): Step => ({ do: 'input', to: side, input })),
  )

/** What goes wrong: messages and offers that run out of time, backups, restores. */
const mishapsIn = (world: World, task: Task): Step[] =>
  SIDES.flatMap((side) => {
    const steps: Step[] = ownInputs(world[side], task, ALL)
      .filter((input) => input.type !== 'command')
      .map((input): Step => ({ do: 'input', to: side, input }))
    if (world.backups[side].length < 3) steps.push({ do: 'backup', of: side }, { do: 'backup', of: side })
    if (world.restores[side] < 3)
      for (const backup of world.backups[side].keys()) steps.push({ do: 'restore', of: side, backup })
    return steps
  })

test('long random runs with several backups and restores of both sides', { timeout: 120_000 }, () => {
  const task = fc.constantFrom<Task>('take_lead', 'take_lead', 'take_lead', 'provide_service')
  const met = { arrival: 0, restored: 0, both: 0 }
  const choice = fc.record({ turn: fc.nat({ max: 19 }), at: fc.nat({ max: 9999 }), old: fc.boolean() })
  fc.assert(
    fc.property(task, fc.array(choice, { minLength: 10, maxLength: 150, size: 'max' }), (asked, choices) => {
      let world = emptyWorld()
      for (const { turn, at, old } of choices) {
        const packets = [...world.net.values()]
        // Mostly the newest packets move, so that stories get somewhere; now and then any that was ever sent.
        const moving = (old ? packets : packets.slice(-5)).map((packet): Step => ({
          do: 'input',
          to: packet.to,
          input: packet.input,
        }))
        const steps =
          turn < 11 && moving.length > 0 ? moving : turn < 18 ? actsIn(world, asked, old) : mishapsIn(world, asked)
        const step = steps[at % steps.length]
        if (step) world = take(world, step)
        expect(findViolation(world, asked)).toBeNull()
      }
      expect(findDeadlock(world, asked)).toBeNull()
      const arrived = world.sender.stage === 'arrived'
      const restored = world.restores.sender + world.restores.receiver > 0
      met.arrival += Number(arrived)
      met.restored += Number(restored)
      met.both += Number(arrived && restored)
    }),
    { numRuns: Number(process.env['EXPLORE_RUNS'] ?? 2000) },
  )
  tell(`random runs that met ${JSON.stringify(met)}`)
  expect(Math.min(met.arrival, met.restored, met.both)).toBeGreaterThan(20)
})

/** Whether the searcher itself can see: each of these breaks one rule of the model, and must be caught. */
test('a world in which nobody leads, or two do, is seen', () => {
  const { sender, receiver } = emptyWorld()
  expect(findViolation({ sender: { ...sender, leads: false }, receiver }, 'take_lead')).toBe('nobody leads')
  expect(findViolation({ sender, receiver: { ...receiver, leads: true } }, 'take_lead')).toBe(
    'two lead, and no arrival is on its way',
  )
  expect(findViolation({ sender: { ...sender, leads: false }, receiver }, 'provide_service')).toBe(
    'the lead moved for provide_service',
  )
  expect(findDeadlock({ sender, receiver: { ...receiver, stage: 'accepted' } }, 'take_lead')).toContain('in peace')
})
