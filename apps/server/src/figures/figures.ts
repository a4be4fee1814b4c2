import type { CountDefinition, Definition } from '@ariadne/domain/statistics'
import type { InstanceId, Targets } from '@ariadne/domain'
import { untilThere } from '../platform/apart/index.ts'
import type { Audits } from '../platform/audits/index.ts'
import type { Clock } from '../platform/clock.ts'
import { withSystem } from '../platform/database/index.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import { notFound } from '../platform/problem.ts'
import { loadStatistics, wordIn } from './content.ts'
import type { Statistics } from './content.ts'
import { collectFacts } from './facts/collect.ts'

export type FiguresDeps = {
  db: Database
  clock: Clock
  instanceId: InstanceId
  /** ISO code of this instance's country; empty at the secretariat. */
  country: string
  contentDir: string
  targets: () => Targets
  audits: Audits
}

/** What reads of figures work with: one transaction as the instance, the content, and words in the reader's language. */
export type Reading = {
  tx: Tx
  statistics: Statistics
  country: string
  now: string
  targets: Targets
  audits: Audits
  /** The reader's. */
  language: string
  word: (id: string) => string
}

export type Figures = FiguresDeps & {
  statistics: () => Promise<Statistics>
  /**
   * Brings the facts up to date and reads in one transaction; again after what has to be worked out first. `signal` says
   * that nobody waits for it any more.
   */
  read: <T>(language: string, work: (reading: Reading) => Promise<T>, signal?: AbortSignal) => Promise<T>
  /**
   * The same within a transaction of the caller's, who takes the instance's role where it is needed.
   * @throws {NotYet} where something has to be worked out first
   */
  readIn: <T>(tx: Tx, language: string, work: (reading: Reading) => Promise<T>) => Promise<T>
}

export const createFigures = (deps: FiguresDeps): Figures => {
  let loaded: Promise<Statistics> | undefined
  const statistics = (): Promise<Statistics> =>
    (loaded ??= loadStatistics(deps.contentDir).then((result) => result.statistics))
  const readIn: Figures['readIn'] = async (tx, language, work) => {
    const content = await statistics()
    return work({
      tx,
      statistics: content,
      country: deps.country,
      now: deps.clock.now().toISOString(),
      targets: deps.targets(),
      audits: deps.audits,
      language,
      word: (id) => wordIn(content, language, id),
    })
  }
  return {
    ...deps,
    statistics,
    read: (language, work, signal) =>
      untilThere(async () => {
        await collectFacts(deps)
        return withSystem(deps.db, 'figures', (tx) => readIn(tx, language, work))
      }, signal),
    readIn: async (tx, language, work) => {
      await collectFacts(deps)
      return readIn(tx, language, work)
    },
  }
}

/** @throws {Problem} 404 */
export const getDefinition = ({ definitions }: Statistics, id: string): Definition => {
  const found = definitions.find((one) => one.id === id)
  if (found === undefined) throw notFound('definition')
  return found
}

/** @throws {Problem} 404 */
export const getCountDefinition = (statistics: Statistics, id: string): CountDefinition => {
  const found = getDefinition(statistics, id)
  if (found.kind !== 'count') throw notFound('definition that counts')
  return found
}

export const nameOf = ({ word }: Pick<Reading, 'word'>, id: string): string => word(`definition.${id}`)
