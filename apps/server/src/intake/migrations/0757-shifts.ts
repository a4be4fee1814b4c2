import { protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/** Who of a unit is on duty when. An alarm calls them first, then everybody of the unit, then the next unit. */
export const shifts: Migration = {
  id: '0757-shifts',
  sql: `
create table duty_shift (
  shift_id uuid primary key,
  unit_id text not null references unit (id),
  member_id text not null references member (id),
  from_at timestamptz not null,
  until_at timestamptz not null,
  set_by text not null references member (id),
  set_at timestamptz not null,
  removed_at timestamptz,
  constraint some_time check (until_at > from_at)
);
create index duty_shift_unit on duty_shift (unit_id, until_at) where removed_at is null;
${protect('duty_shift', { select: `unit_id = any ((select actor_units())::text[])` })}
revoke insert, update, delete, truncate on duty_shift from {{app}};

-- Of the unit called last: who is called alone, and until when. Empty once everybody there is.
alter table duty_alarm add column only_members text[] not null default '{}', add column widens_at timestamptz;
`,
}
