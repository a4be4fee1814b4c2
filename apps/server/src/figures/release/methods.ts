import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { Budget, MethodRule, Table } from '@ariadne/disclosure'
import { CliError } from '../../cli/command.ts'
import type { Call } from '../../cli/command.ts'

type Chosen<M extends MethodRule['method']> = Extract<MethodRule, { method: M }>['rule']
type Given = Pick<Call, 'text' | 'io' | 'json'>
type Made = { table: Table; certificate: () => Promise<unknown>; json: Record<string, unknown>; words: string }

const PARTS = () => Promise.all([import('@ariadne/disclosure'), import('./read.ts'), import('./answer.ts')])

const rounded = async (given: Chosen<'round'>, file: string, { text, io, json }: Given): Promise<Made | null> => {
  const [{ certifyRounding, inWords, protectByRounding }, read, { answerOf }] = await PARTS()
  const rule = { ...given, hierarchies: { ...given.hierarchies, ...read.readHierarchies(text('hierarchy')) } }
  const exact = read.readExact(file, rule.kind)
  const others = { past: text('past'), earlier: text('earlier') }
  const past = read.asPublished(read.readReleases(exact, others, { kind: rule.kind, total: rule.total }), rule.base)
  const { table, audit, farthest } = await read.tellingLater(file, () => protectByRounding(exact, rule, past))
  const answer = { ...answerOf(audit), method: 'round', base: rule.base, farthest }
  if (table === null) {
    if (json) io.out(JSON.stringify({ ...answer, table: null }))
    for (const { key } of audit.unsafe) io.err(`${inWords(key)}: known to within less than ${rule.k}.`)
    io.err('What is public already narrows these figures too far. Nothing was written; round to more.')
    return null
  }
  return {
    table,
    certificate: () => certifyRounding(table, { ...rule, farthest }, past, new Date().toISOString()),
    json: answer,
    words: `Rounded to ${rule.base}: nobody can know a figure to within less than ${rule.k}.`,
  }
}

/** The file as it was or as it is to be, never half of it. */
const writeBudget = (file: string, budget: Budget): void => {
  writeFileSync(`${file}.new`, `${JSON.stringify(budget, null, 2)}\n`)
  renameSync(`${file}.new`, file)
}

/** One at a time: two that read the same budget would each write their own spending over the other's. */
const spending = async <T>(file: string, work: () => Promise<T>): Promise<T> => {
  const lock = `${file}.lock`
  try {
    closeSync(openSync(lock, 'wx'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new CliError(
        `${file}: another release is spending from it. Try again when it is done; if none is, remove ${lock}.`,
        { file },
      )
    throw new CliError(`${file}: nothing can be written beside it. Choose a folder you may write to.`, { file })
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

const noisy = async (given: Chosen<'noise'>, file: string, { text }: Given): Promise<Made> => {
  const [{ certifyNoise, meanSize, noisyTable, spentOf }, read] = await PARTS()
  const budgetFile = text('budget')
  if (budgetFile === undefined)
    throw new CliError('Say which budget the noise spends: --budget FILE. It is written down, so that it ends.')
  const rule = { ...given, hierarchies: { ...given.hierarchies, ...read.readHierarchies(text('hierarchy')) } }
  const exact = read.readExact(file, 'counts')
  const others = { past: text('past'), earlier: text('earlier') }
  const past = read.readReleases(exact, others, { kind: 'counts', total: rule.total })
  const bytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count))
  const at = new Date().toISOString()
  const made = await spending(budgetFile, async () => {
    const budget = read.readBudget(budgetFile)
    const drawn = read.telling(file, () =>
      noisyTable(exact, rule, { budget, release: text('out') ?? file, at, bytes }, past),
    )
    // Spent before it is shown: a release that was seen and not counted could be drawn again and averaged.
    writeBudget(budgetFile, drawn.budget)
    return drawn
  })
  const { spent, limit } = spentOf(made.budget)
  const off = meanSize(rule)
  return {
    table: made.table,
    certificate: () => certifyNoise(made, rule, at),
    json: { safe: true, cells: [], method: 'noise', epsilon: rule.epsilon, off, spent, limit },
    words: `Innermost figures are ${off.toFixed(1)} off on average. Spent ${spent} of ${limit}.`,
  }
}

/** `release protect` by rounding and by noise. */
export const otherMethods = async (
  chosen: Exclude<MethodRule, { method: 'suppress' }>,
  file: string,
  given: Given,
): Promise<number> => {
  const { text, io, json } = given
  const [, , { csvOf, rowsOf }] = await PARTS()
  const made = await (chosen.method === 'round' ? rounded(chosen.rule, file, given) : noisy(chosen.rule, file, given))
  if (made === null) return 1
  const [out, certificate] = [text('out'), text('certificate')]
  if (out !== undefined) writeFileSync(out, csvOf(made.table))
  if (certificate !== undefined) writeFileSync(certificate, `${JSON.stringify(await made.certificate(), null, 2)}\n`)
  if (json) io.out(JSON.stringify({ ...made.json, table: rowsOf(made.table) }))
  else {
    if (out === undefined) io.out(csvOf(made.table).trimEnd())
    io.out(made.words)
  }
  return 0
}
