import type { Highs, Model } from 'highs'

/** Linear programmes: columns between bounds, rows of entries between bounds, the least cost wanted. */
export type Program = {
  columns: readonly { lower: number; upper: number; cost?: number; whole?: boolean }[]
  rows: readonly { entries: readonly (readonly [column: number, factor: number])[]; lower: number; upper: number }[]
}

export type Solution =
  { is: 'optimal'; x: Float64Array; cost: number } | { is: 'unbounded' } | { is: 'infeasible' } | { is: 'unsolved' }

export type OpenProgram = {
  setCosts: (costs: readonly number[]) => void
  setCost: (column: number, cost: number) => void
  setBounds: (column: number, lower: number, upper: number) => void
  setFactor: (row: number, column: number, factor: number) => void
  setRow: (row: number, lower: number, upper: number) => void
  solve: () => Solution
  close: () => void
}

export type Solver = { version: string; open: (program: Program) => OpenProgram; solve: (program: Program) => Solution }

/** HiGHS says 7 for optimal, 8 for infeasible, 10 for unbounded; all else is no answer. */
const OPTIMAL = 7
const INFEASIBLE = 8
const UNBOUNDED = 10

const pass = (highs: Highs, { columns, rows }: Program): Model => {
  const starts = new Int32Array(rows.length + 1)
  rows.forEach(({ entries }, at) => (starts[at + 1] = (starts[at] ?? 0) + entries.length))
  const whole = columns.some((column) => column.whole === true)
  const edge = (bound: number) => (Number.isFinite(bound) ? bound : bound > 0 ? highs.infinity : -highs.infinity)
  const model = highs.createModel({
    numCols: columns.length,
    numRows: rows.length,
    colCost: columns.map(({ cost }) => cost ?? 0),
    colLower: columns.map(({ lower }) => edge(lower)),
    colUpper: columns.map(({ upper }) => edge(upper)),
    rowLower: rows.map(({ lower }) => edge(lower)),
    rowUpper: rows.map(({ upper }) => edge(upper)),
    matrix: {
      format: 'csr',
      numRows: rows.length,
      numCols: columns.length,
      starts,
      indices: rows.flatMap(({ entries }) => entries.map(([column]) => column)),
      values: rows.flatMap(({ entries }) => entries.map(([, factor]) => factor)),
    },
    ...(whole ? { integrality: columns.map((column) => (column.whole === true ? 1 : 0)) } : {}),
  })
  // Without presolve a changed cost goes on from the last basis; whole numbers gain more from presolve.
  model.options.set({ output_flag: false, presolve: whole ? 'on' : 'off', random_seed: 1 })
  return model
}

const wrap = (highs: Highs): Solver => {
  const open = (program: Program): OpenProgram => {
    const model = pass(highs, program)
    const edge = (bound: number) => (Number.isFinite(bound) ? bound : bound > 0 ? highs.infinity : -highs.infinity)
    const all = { kind: 'range', from: 0, to: program.columns.length - 1 } as const
    return {
      setCosts: (costs) => void model.changeColsCost(all, costs),
      setCost: (column, cost) => void model.changeColCost(column, cost),
      setBounds: (column, lower, upper) => void model.changeColBounds(column, edge(lower), edge(upper)),
      setFactor: (row, column, factor) => void model.changeCoefficient(row, column, factor),
      setRow: (row, lower, upper) => void model.changeRowBounds(row, edge(lower), edge(upper)),
      solve: () => solveModel(model),
      close: () => model.dispose(),
    }
  }
  return {
    version: highs.version.string,
    open,
    solve: (program) => {
      const one = open(program)
      try {
        return one.solve()
      } finally {
        one.close()
      }
    },
  }
}

/** What to try, in turn, where the solver comes to no end: going on from an unbounded answer can confuse it. */
const AGAIN: readonly ((model: Model) => void)[] = [
  (model) => void model.clearSolver(),
  (model) => {
    model.clearSolver()
    model.options.set({ presolve: 'on' })
  },
  (model) => {
    model.clearSolver()
    model.options.set({ presolve: 'off', simplex_strategy: PRIMAL })
  },
]

const PRIMAL = 4

const solveModel = (model: Model): Solution => {
  const first = runOnce(model)
  if (first.is !== 'unsolved') return first
  const [presolve, strategy] = [model.options.get('presolve'), model.options.get('simplex_strategy')]
  try {
    for (const prepare of AGAIN) {
      prepare(model)
      const next = runOnce(model)
      if (next.is !== 'unsolved') return next
    }
    return first
  } finally {
    model.options.set({ presolve, simplex_strategy: strategy })
  }
}

const runOnce = (model: Model): Solution => {
  model.run()
  switch (Number(model.getModelStatus())) {
    case OPTIMAL:
      return { is: 'optimal', x: model.getSolution().colValue, cost: model.getObjectiveValue() }
    case INFEASIBLE:
      return { is: 'infeasible' }
    case UNBOUNDED:
      return { is: 'unbounded' }
    default:
      return { is: 'unsolved' }
  }
}

let loading: Promise<Solver> | undefined

/** HiGHS in WebAssembly, loaded when it is first needed. */
export const loadSolver = (): Promise<Solver> => {
  loading ??= import('highs').then(async ({ default: load }) => wrap(await load()))
  return loading
}
