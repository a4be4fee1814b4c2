import { sql } from 'kysely'
import type { Tx } from '../platform/database/index.ts'

/**
 * Erases what the messages about a case said. That they were sent and received, their digests and the receipts remain:
 * evidence that something was exchanged, without what it was.
 */
export const eraseMessages = async (tx: Tx, caseId: string): Promise<void> => {
  await sql`
    update outbox set container = null,
      draft = draft || jsonb_build_object('body', '{}'::jsonb, 'handling', '{}'::jsonb, 'agreementHash', null)
    where case_id = ${caseId}`.execute(tx)
  await sql`update inbox set jws = null where case_id = ${caseId}`.execute(tx)
}
