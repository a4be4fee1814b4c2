import type { Migration } from '../../platform/database/index.ts'

/** Who wrapped a data key for a unit's next key. The older wrap goes only when somebody else has found both alike. */
export const rewraps: Migration = {
  id: '0732-rewraps',
  sql: `
alter table part_wrap add column added_by text references member (id);
create index part_wrap_key on part_wrap (unit_id, key_id);
`,
}
