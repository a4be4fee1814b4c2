import type { Migration } from '../../platform/database/index.ts'

/** What an instance that was restored has to ask its peers, and how far it has come with each. */
export const reconcileTables: Migration = {
  id: '0501-reconcile',
  sql: `
-- Messages up to here were received before the restore and are not remembered one by one.
alter table peer_line add column horizon bigint not null default 0;
-- The restore, in milliseconds since 1970, that the line and everything on it was reconciled after.
alter table peer_line add column reconciled_epoch bigint not null default 0;
`,
}
