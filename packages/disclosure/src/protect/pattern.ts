import type { Component } from '../components.ts'
import type { Solver } from '../solver.ts'
import { STILL, nearFlows, openFlows } from './flows.ts'
import type { Flows, Witness } from './flows.ts'
import type { Neighbourhoods } from './neighbourhood.ts'

/** The cells of a component, by their place in it. */
export type Terrain = {
  component: Component
  /** How far each can go down: its true value. */
  below: readonly number[]
  /** What each costs to suppress; nothing for what is hidden anyway. */
  cost: readonly number[]
  hidden: ReadonlySet<number>
  /** The width that each has to have once it is suppressed; 0 where it does not matter. */
  width: readonly number[]
  neighbourhoods: () => Neighbourhoods
}

export type Pattern = { suppressed: Set<number>; helpless: Set<number>; cost: number; programs: number }

/** Components up to this size are tried in several orders, since the order decides what is shared. */
const SMALL = 160
/** In components beyond this size flows are sought near their cell. */
const LARGE = 600
const NEAR = 1e-6
const REWEIGHTED = 2

/** The cheapest pattern found in which every suppressed cell is as wide as it has to be. */
export const findPattern = (terrain: Terrain, solver: Solver): Pattern => {
  const { component, below } = terrain
  const large = component.unknowns.length > LARGE
  const neighbourhoods = large ? terrain.neighbourhoods() : undefined
  const flowsOf = (wholly: boolean) =>
    neighbourhoods === undefined
      ? openFlows(component, below, solver)
      : nearFlows(component, below, neighbourhoods, solver, wholly)
  const flows = flowsOf(true)
  // What is not found near by is not given back; looking through everything each time would take too long.
  const again = large ? flowsOf(false) : flows
  try {
    const [first, ...others] = ordersOf(terrain, component.unknowns.length <= SMALL)
    let best = search(terrain, flows, again, first ?? [])
    // One cell needs no order, and what costs nothing cannot be bettered.
    for (const order of best.cost === 0 ? [] : others) {
      const next = search(terrain, flows, again, order)
      if (next.cost < best.cost - NEAR) best = next
    }
    return { ...best, programs: flows.count() + (large ? again.count() : 0) }
  } finally {
    flows.close()
  }
}

/** In what order to protect: the largest first; in small components also the smallest first, and as they stand. */
const ordersOf = ({ hidden, below }: Terrain, several: boolean): number[][] => {
  const falling = [...hidden].toSorted((one, other) => (below[other] ?? 0) - (below[one] ?? 0))
  const given = [...hidden].toReversed()
  const orders = several && hidden.size > 1 ? [falling, falling.toReversed(), given] : [falling]
  return orders.filter((order, at) => orders.findIndex((one) => one.join() === order.join()) === at)
}

const search = (terrain: Terrain, flows: Flows, again: Flows, order: readonly number[]): Pattern => {
  const { cost, width } = terrain
  const suppressed = new Set(terrain.hidden)
  const helpless = new Set<number>()
  const witnesses: Witness[] = []
  const waiting = [...order]
  for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) {
    const wanted = width[cell] ?? 0
    if (widthOf(cell, witnesses) >= wanted - NEAR) continue
    const found = cheapest(flows, cell, wanted, cost, suppressed)
    if (found === undefined) {
      helpless.add(cell)
      continue
    }
    witnesses.push(found)
    for (const moved of movedBy(found)) {
      if (suppressed.has(moved)) continue
      suppressed.add(moved)
      waiting.push(moved)
    }
  }
  const lean = clean(terrain, suppressed, helpless, witnesses, again)
  return { suppressed: lean, helpless, cost: costOf(lean, cost), programs: 0 }
}

const costOf = (cells: ReadonlySet<number>, cost: readonly number[]): number =>
  [...cells].reduce((sum, cell) => sum + (cost[cell] ?? 0), 0)

const widthOf = (cell: number, witnesses: readonly Witness[]): number => {
  let [least, most] = [0, 0]
  for (const { up, down } of witnesses)
    for (const value of [up[cell] ?? 0, down[cell] ?? 0]) {
      if (value < least) least = value
      if (value > most) most = value
    }
  return most - least
}

const movedBy = ({ up, down }: Witness): number[] => {
  const moved: number[] = []
  up.forEach((value, cell) => {
    if (value !== 0 || Math.abs(down[cell] ?? 0) > STILL) moved.push(cell)
  })
  return moved
}

/**
 * The linear programme pays by the size of a movement; we pay by the cell. Asking again with each cell's price divided
 * by its movement draws the movements together (reweighting, Candes, Wakin and Boyd 2008).
 */
const cheapest = (
  flows: Flows,
  cell: number,
  width: number,
  cost: readonly number[],
  suppressed: ReadonlySet<number>,
): Witness | undefined => {
  const priceOf = (at: number) => (suppressed.has(at) ? 0 : (cost[at] ?? 0))
  // A breath of a price on what is hidden already keeps movements from going round in circles.
  let dear = cost.map((_, at) => Math.max(priceOf(at), 1e-4))
  let best: { witness: Witness; price: number } | undefined
  for (let round = 0; round <= REWEIGHTED; round += 1) {
    const witness = flows.find(cell, width, dear)
    if (witness === undefined) break
    const price = movedBy(witness).reduce((sum, at) => sum + priceOf(at), 0)
    if (best === undefined || price < best.price - NEAR) best = { witness, price }
    if (price === 0) break
    dear = cost.map((_, at) => {
      const moved = Math.max(Math.abs(witness.up[at] ?? 0), Math.abs(witness.down[at] ?? 0))
      return Math.max((priceOf(at) * width) / (moved + width / 20), 1e-4)
    })
  }
  return best?.witness
}

/** Gives cells back, the dearest first, as long as every cell that stays suppressed is wide enough without them. */
const clean = (
  { cost, hidden, width }: Terrain,
  suppressed: ReadonlySet<number>,
  helpless: ReadonlySet<number>,
  found: readonly Witness[],
  flows: Flows,
): Set<number> => {
  const kept = new Set(suppressed)
  const extra = [...suppressed].filter((cell) => !hidden.has(cell))
  let witnesses = [...found]
  const dear = cost.map((_, cell) => (kept.has(cell) ? 1e-4 : Infinity))
  for (const cell of extra.toSorted((one, other) => (cost[other] ?? 0) - (cost[one] ?? 0))) {
    const left = witnesses.filter(({ up, down }) => up[cell] === 0 && down[cell] === 0)
    dear[cell] = Infinity
    const fits = [...kept].every((other) => {
      const wanted = width[other] ?? 0
      if (other === cell || helpless.has(other) || widthOf(other, left) >= wanted - NEAR) return true
      const witness = flows.find(other, wanted, dear)
      if (witness !== undefined) left.push(witness)
      return witness !== undefined
    })
    if (fits) {
      kept.delete(cell)
      witnesses = left
    } else dear[cell] = 1e-4
  }
  return kept
}
