import { sql, type Selectable } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import { exchangeTables, type ExchangeTables } from '../tables.ts'

/** What one peer and this instance know of each other's numbers. */
export type Line = Selectable<ExchangeTables['peer_line']> & {
  /** Whether the line can be used: after a restore its numbers are the peer's again only once both have reconciled. */
  open: boolean
}

type Row = Selectable<ExchangeTables['peer_line']> & { restored_at: string | null; reconciled_at: string | null }

const lineOf = ({ restored_at: restored, reconciled_at: reconciled, ...line }: Row): Line => ({
  ...line,
  open:
    restored === null ||
    (reconciled !== null && reconciled >= restored && line.awaits_epoch <= line.reconciled_epoch) ||
    line.reconciled_epoch >= Date.parse(restored),
})

const read = async (tx: Tx, peer: string, lock: boolean): Promise<Line> => {
  const find = async () =>
    (
      await sql<Row>`select p.*, i.restored_at, i.reconciled_at from peer_line p left join instance_state i on true
        where p.peer = ${peer} ${lock ? sql`for update of p` : sql``}`.execute(tx)
    ).rows[0]
  const found = await find()
  if (found) return lineOf(found)
  await exchangeTables(tx)
    .insertInto('peer_line')
    .values({ peer })
    .onConflict((c) => c.doNothing())
    .execute()
  return lineOf((await find()) as Row)
}

/** The line to a peer, which there is from now on. */
export const findLine = (tx: Tx, peer: string): Promise<Line> => read(tx, peer, false)

/** The same, and nobody else changes it until the transaction ends. */
export const lockLine = (tx: Tx, peer: string): Promise<Line> => read(tx, peer, true)
