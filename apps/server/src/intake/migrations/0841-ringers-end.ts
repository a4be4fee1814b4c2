import type { Migration } from '../../platform/database/index.ts'

/**
 * The address of a device is gone, not only its right, as soon as the device is revoked or erased, the member leaves or is suspended, or
 * has no seat any more that answers alarms (the domain's ALARM_ANSWERERS). Kept beside the tables, whichever way it comes about.
 */
export const ringersEnd: Migration = {
  id: '0841-ringers-end',
  sql: `
create function ringer_ends_with_device() returns trigger language plpgsql security definer
  set search_path = app, pg_temp as $$
begin
  delete from ringer where device = new.id_hash;
  return null;
end $$;
create trigger ringer_ends_with_device after update of revoked_at, erased_at on device for each row
  when (new.revoked_at is not null or new.erased_at is not null) execute function ringer_ends_with_device();

create function ringer_ends_with_member() returns trigger language plpgsql security definer
  set search_path = app, pg_temp as $$
begin
  delete from ringer where member_id = new.id;
  return null;
end $$;
create trigger ringer_ends_with_member after update of state on member for each row
  when (new.state in ('suspended', 'left')) execute function ringer_ends_with_member();

create function ringer_ends_with_seat() returns trigger language plpgsql security definer
  set search_path = app, pg_temp as $$
begin
  delete from ringer where member_id = new.member_id and not exists (
    select from membership s where s.member_id = new.member_id and s.until is null
      and s.functions && array['case_coordinator', 'case_worker', 'national_coordinator']);
  return null;
end $$;
create trigger ringer_ends_with_seat after update of until, functions on membership for each row
  execute function ringer_ends_with_seat();

revoke execute on function ringer_ends_with_device(), ringer_ends_with_member(), ringer_ends_with_seat() from public;

-- Whose telephone rang when is nobody's business once the step is over.
create index ringer_call_rung on ringer_call (rung_at);
`,
}
