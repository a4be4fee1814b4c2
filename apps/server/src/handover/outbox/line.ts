import type { Tx } from '../../platform/database/index.ts'
import { exchangeTables } from '../tables.ts'

/** Makes sure there is a line to a peer, and locks it. */
export const lockLine = async (tx: Tx, peer: string) => {
  const tables = exchangeTables(tx)
  const find = () => tables.selectFrom('peer_line').selectAll().where('peer', '=', peer).forUpdate().executeTakeFirst()
  const found = await find()
  if (found) return found
  await tables
    .insertInto('peer_line')
    .values({ peer })
    .onConflict((c) => c.doNothing())
    .execute()
  return (await find()) as NonNullable<typeof found>
}
