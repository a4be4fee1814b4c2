import { protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/** Devices that ring for an alarm while the app is closed, and which call rang where, so that a repeated job rings nobody twice. */
export const ringers: Migration = {
  id: '0840-ringers',
  sql: `
create table ringer (
  device text primary key references device (id_hash),
  member_id text not null references member (id),
  endpoint text not null unique,
  since timestamptz not null
);
create index ringer_member on ringer (member_id);
${protect('ringer', {})}
revoke all on ringer from {{app}};

create table ringer_call (
  alarm_id uuid not null references duty_alarm (alarm_id),
  device text not null references ringer (device) on delete cascade,
  call integer not null,
  rung_at timestamptz not null,
  primary key (alarm_id, device, call)
);
${protect('ringer_call', {})}
revoke all on ringer_call from {{app}};
`,
}
