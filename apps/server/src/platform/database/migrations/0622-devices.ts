import { protect } from '../migration.ts'
import type { Migration } from '../migration.ts'

/**
 * Devices that hold somebody's encrypted rows, by the hash of a random id that only the device knows. What was ended elsewhere is
 * erased there at its next contact, with or without a session.
 */
export const devices: Migration = {
  id: '0622-devices',
  sql: `
create table device (
  id_hash text primary key,
  member_id text not null references member (id),
  session_hash text not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  revoked_at timestamptz,
  erased_at timestamptz
);
create index device_member on device (member_id);
create index device_session on device (session_hash);
${protect('device', {})}
revoke all on device from {{app}};
revoke delete, truncate on device from {{system}};
`,
}
