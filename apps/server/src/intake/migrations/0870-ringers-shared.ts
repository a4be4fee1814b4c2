import type { Migration } from '../../platform/database/index.ts'

/** A browser has one address, and several people may use it: it rings for each who let it, and each ends that for themselves. */
export const ringersShared: Migration = {
  id: '0870-ringers-shared',
  sql: `
alter table ringer drop constraint ringer_endpoint_key, add constraint ringer_once unique (endpoint, member_id);
`,
}
