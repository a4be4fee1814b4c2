import type { Migration } from '../../platform/database/index.ts'

/** Custody goes on once every country has been heard; a line to the secretariat may be reconciled later, and is shut until then. */
export const lateLines: Migration = {
  id: '0750-late-lines',
  sql: `
-- The restore after which this line is still to be reconciled; milliseconds since 1970.
alter table peer_line add column awaits_epoch bigint not null default 0;
`,
}
