import {
  certify,
  certifyRounding,
  DisclosureError,
  hiddenOf,
  protect,
  protectByRounding,
  refuseOtherMethods,
} from '@ariadne/disclosure'
import type {
  AnyCertificate,
  Certificate,
  ExactCell,
  PastRelease,
  PublishedBefore,
  RoundRule,
  Rule,
  Table,
} from '@ariadne/disclosure'
import type { Tell } from '../apart/answering.ts'

/** Why a table cannot be worked with, as data: it is kept like any answer, and is told as the error it was. */
type Refused = { refused: { fault: DisclosureError['fault']; message: string; release: string | undefined } }
/** Null where nothing makes the table safe beside what was published before. */
type Made<C extends AnyCertificate> = { table: Table; certificate: C } | null

const orRefused = async <T>(work: () => Promise<T>): Promise<{ made: T } | Refused> => {
  try {
    return { made: await work() }
  } catch (error) {
    if (!(error instanceof DisclosureError)) throw error
    const { fault, message, release } = error
    return { refused: { fault, message, release } }
  }
}

/** Whoever keeps a certificate says when; the same question has the same answer at any time. */
const NO_TIME = ''
/** Protecting audits what it found, and certifying does it again: it takes the last part of the time. */
const CERTIFYING = 0.75

/**
 * What is audited in a thread of its own. All of it is worked out from the question alone: tables, rule, and everything
 * published before.
 */
export const works = {
  /** Suppressed until nobody can be found. */
  suppress: (
    { exact, rule, past }: { exact: Table<ExactCell>; rule: Rule; past: readonly PublishedBefore[] },
    tell: Tell,
  ) =>
    orRefused(async (): Promise<Made<Certificate>> => {
      refuseOtherMethods(exact, 'suppress', past, rule.total)
      const alike = past.filter(({ method }) => method === 'suppress')
      const { safe, table } = await protect(exact, rule, alike, (share) => tell(share * CERTIFYING))
      if (!safe || table === null) return null
      return { table, certificate: await certify(table, rule, alike, NO_TIME) }
    }),
  /** Rounded so that it adds up. */
  round: ({ exact, rule, past }: { exact: Table<ExactCell>; rule: RoundRule; past: readonly PublishedBefore[] }) =>
    orRefused(async () => {
      refuseOtherMethods(exact, 'round', past, rule.total)
      const alike = past.filter(({ method }) => method === 'round')
      const { table, farthest } = await protectByRounding(exact, rule, alike)
      if (table === null) return null
      return { table, certificate: await certifyRounding(table, { ...rule, farthest }, alike, NO_TIME) }
    }),
  /** Which cells of a page are not told: as few as there must be, or whole figures where there is no other way. */
  hide: (
    { exact, rule, past, by }: { exact: Table<ExactCell>; rule: Rule; past: readonly PastRelease[]; by: string },
    tell: Tell,
  ) => hiddenOf(exact, rule, past, by, tell),
  /** Many small tables that have nothing to do with each other. Null where nothing makes one safe. */
  each: async (tables: readonly { exact: Table<ExactCell>; rule: Rule }[], tell: Tell): Promise<(Table | null)[]> => {
    const made: (Table | null)[] = []
    for (const { exact, rule } of tables) {
      made.push((await protect(exact, rule)).table)
      tell(made.length / tables.length)
    }
    return made
  },
}
