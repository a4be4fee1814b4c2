import type { Migration } from '../migration.ts'

/** A unit's key can be changed: the one before lies sealed under the next. */
export const unitKeys: Migration = {
  id: '0731-unit-keys',
  sql: `
alter table unit_key add column previous text;
alter table unit_key add column because text;
alter table unit_key add column retired_at timestamptz;

-- A unit that was ready stays so while its new kit is printed and put away: the change of a key must turn nobody away.
-- Two people still have to hold the key, and the new kit stands in the queue until it is confirmed.
create or replace function unit_is_ready(wanted text) returns boolean language sql stable security definer
  set search_path = app, pg_temp
  return exists (select 1 from unit where id = wanted and state = 'active')
    and unit_key_holders(wanted) >= 2
    and exists (
      select 1 from recovery_kit_confirmation c where c.unit_id = wanted group by c.version having count(*) >= 2
    );

-- Somebody who held the current key and is not in the unit any more, since when.
create function unit_key_seen_outside(wanted text) returns timestamptz language sql stable security definer
  set search_path = app, pg_temp
  return (
    select min(coalesce(s.until, g.revoked_at, g.granted_at)) from unit_key k
    join unit_key_grant g on g.unit_id = k.unit_id and g.version = k.version
    join member m on m.id = g.member_id
    left join membership s on s.member_id = g.member_id and s.unit_id = g.unit_id
    where k.unit_id = wanted and k.state = 'current'
      and (m.state in ('suspended', 'left') or s.member_id is null or s.until is not null)
  );
`,
}
