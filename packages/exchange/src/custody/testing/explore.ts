import type { Custody, CustodyCommand, CustodyInput, Side, Task } from '../index.ts'
import { emptyWorld, findDeadlock, findViolation, ownInputs, react, type Packet } from './world.ts'

// Breadth first over all interleavings. States and packets are numbered once, and what a state does on an input is
// computed once, so that a world is a short row of numbers.

export interface Bounds {
  readonly task: Task
  readonly kinds: readonly CustodyCommand['kind'][]
  /** How often each side may be restored, from a backup made once, at any moment. */
  readonly restores: { readonly [S in Side]: number }
  readonly mostWorlds: number
}

export interface Explored {
  readonly worlds: number
  /** Different states of one side. */
  readonly states: number
  /** True when every reachable world within the bounds was seen; false when `mostWorlds` cut it off. */
  readonly complete: boolean
  readonly ends: ReadonlyMap<string, number>
  readonly failure: { readonly what: string; readonly trace: readonly string[] } | null
}

interface Row {
  readonly sender: number
  readonly receiver: number
  /** Which packets were ever sent: one bit each. */
  readonly net: bigint
  readonly backup: { readonly [S in Side]: number }
  readonly restores: { readonly [S in Side]: number }
}

interface Reached {
  readonly row: Row
  readonly by: string
  readonly from: Reached | null
}

const SIDES = ['sender', 'receiver'] as const

export const explore = ({ task, kinds, restores, mostWorlds }: Bounds): Explored => {
  const states: Custody[] = []
  const stateNumbers = new Map<string, number>()
  const packets: Packet[] = []
  const packetNumbers = new Map<string, number>()
  const reactions = new Map<string, { readonly state: number; readonly sent: readonly number[] }>()
  const judged = new Map<string, string | null>()
  const ends = new Map<string, number>()

  const numberOf = <T>(value: T, numbers: Map<string, number>, values: T[]): number => {
    const text = JSON.stringify(value)
    const known = numbers.get(text)
    if (known !== undefined) return known
    numbers.set(text, values.length)
    return values.push(value) - 1
  }
  const stateOf = (number: number): Custody => {
    const state = states[number]
    if (!state) throw new RangeError(`no state ${number}`)
    return state
  }
  const reactionTo = (state: number, name: string, input: CustodyInput) => {
    const key = `${state} ${name}`
    const known = reactions.get(key)
    if (known) return known
    const result = react(stateOf(state), input)
    const reaction = {
      state: numberOf(result.state, stateNumbers, states),
      sent: result.packets.map((packet) => numberOf(packet, packetNumbers, packets)),
    }
    reactions.set(key, reaction)
    return reaction
  }
  const judge = (row: Row): string | null => {
    const key = `${row.sender} ${row.receiver}`
    const known = judged.get(key)
    if (known !== undefined) return known
    const pair = { sender: stateOf(row.sender), receiver: stateOf(row.receiver) }
    const verdict = findViolation(pair, task) ?? findDeadlock(pair, task)
    judged.set(key, verdict)
    const end = `${pair.sender.stage}/${pair.receiver.stage}`
    ends.set(end, (ends.get(end) ?? 0) + 1)
    return verdict
  }
  const coreOf = (row: Row) =>
    `${row.sender} ${row.receiver} ${row.backup.sender} ${row.backup.receiver} ${row.restores.sender} ${row.restores.receiver}`
  /** Nets already explored for a core. A packet need never arrive, so a net inside one of them can do nothing new. */
  const explored = new Map<string, bigint[]>()
  const isCovered = (row: Row): boolean => {
    const core = coreOf(row)
    const nets = explored.get(core) ?? []
    if (nets.some((net) => (net & row.net) === row.net)) return true
    explored.set(core, [...nets.filter((net) => (net & row.net) !== net), row.net])
    return false
  }
  const withSent = (row: Row, sent: readonly number[]): Row => {
    const net = sent.reduce((all, packet) => all | (1n << BigInt(packet)), row.net)
    return net === row.net ? row : { ...row, net }
  }

  const successors = (row: Row): { readonly row: Row; readonly by: string }[] => {
    const found: { row: Row; by: string }[] = []
    const input = (side: Side, name: string, what: CustodyInput) => {
      const reaction = reactionTo(row[side], name, what)
      found.push({ row: withSent({ ...row, [side]: reaction.state }, reaction.sent), by: `${side}: ${name}` })
    }
    for (const side of SIDES) {
      for (const own of ownInputs(stateOf(row[side]), task, kinds)) input(side, JSON.stringify(own), own)
      if (restores[side] > 0 && row.backup[side] < 0 && row.restores[side] === 0)
        found.push({ row: { ...row, backup: { ...row.backup, [side]: row[side] } }, by: `${side}: backup` })
      if (row.backup[side] >= 0 && row.restores[side] < restores[side]) {
        const times = row.restores[side] + 1
        const reaction = reactionTo(row.backup[side], `restored ${times}`, { type: 'restored', epoch: times })
        found.push({
          row: withSent(
            { ...row, [side]: reaction.state, restores: { ...row.restores, [side]: times } },
            reaction.sent,
          ),
          by: `${side}: restore`,
        })
      }
    }
    for (const [number, packet] of packets.entries())
      if ((row.net >> BigInt(number)) & 1n) input(packet.to, `packet ${number} ${packet.input.type}`, packet.input)
    return found
  }

  const empty = emptyWorld()
  const start: Row = {
    sender: numberOf(empty.sender, stateNumbers, states),
    receiver: numberOf(empty.receiver, stateNumbers, states),
    net: 0n,
    backup: { sender: -1, receiver: -1 },
    restores: { sender: 0, receiver: 0 },
  }
  const told = ({ by }: Reached) =>
    by.replaceAll(
      /packet (\d+) \w+/g,
      (whole, number: string) => `${whole} ${JSON.stringify(packets[Number(number)]?.input)}`,
    )
  const traceOf = (last: Reached): string[] => {
    const trace: string[] = []
    for (let at: Reached | null = last; at; at = at.from) trace.unshift(told(at))
    return trace
  }

  const waiting: Reached[] = [{ row: start, by: 'start', from: null }]
  isCovered(start)
  let worlds = 1
  let complete = true
  for (let from = waiting.pop(); from; from = waiting.pop()) {
    for (const { row, by } of successors(from.row)) {
      if (isCovered(row)) continue
      worlds++
      const reached: Reached = { row, by, from }
      const what = judge(row)
      if (what)
        return { worlds, states: states.length, complete: false, ends, failure: { what, trace: traceOf(reached) } }
      if (worlds < mostWorlds) waiting.push(reached)
      else complete = false
    }
    if (!complete) break
  }
  return { worlds, states: states.length, complete, ends, failure: null }
}
