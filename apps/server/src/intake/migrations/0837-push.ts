import { protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/**
 * Devices that may be rung while the app is closed. The address is a capability: nobody but the instance itself reads it, and the
 * row goes, not only its right, when the device is revoked or erased, the member leaves or is suspended, or nobody of them can
 * answer an alarm any more (the domain's ALARM_ANSWERERS).
 */
export const push: Migration = {
  id: '0837-push',
  sql: `
create table push_subscription (
  subscription_id uuid primary key,
  member_id text not null references member (id),
  device_hash text not null unique references device (id_hash),
  endpoint text not null unique,
  since timestamptz not null
);
create index push_subscription_member on push_subscription (member_id);
${protect('push_subscription', {})}
revoke all on push_subscription from {{app}};

-- One ring: a step of an alarm on one device, or a try of the member's own (no alarm).
create table push_ring (
  ring_id uuid primary key,
  subscription_id uuid not null references push_subscription (subscription_id) on delete cascade,
  alarm_id uuid,
  step text not null,
  made_at timestamptz not null,
  until_at timestamptz not null,
  rung_at timestamptz,
  refused_status integer,
  unique (subscription_id, alarm_id, step)
);
create index push_ring_made on push_ring (made_at);
${protect('push_ring', {})}
revoke all on push_ring from {{app}};

create function push_ends_with_device() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
begin
  delete from push_subscription where device_hash = new.id_hash;
  return null;
end $$;
create trigger push_ends_with_device after update of revoked_at, erased_at on device for each row
  when (new.revoked_at is not null or new.erased_at is not null) execute function push_ends_with_device();

create function push_ends_with_member() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
begin
  delete from push_subscription where member_id = new.id;
  return null;
end $$;
create trigger push_ends_with_member after update of state on member for each row
  when (new.state in ('suspended', 'left')) execute function push_ends_with_member();

create function push_ends_with_seat() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
begin
  delete from push_subscription where member_id = new.member_id and not exists (
    select from membership s where s.member_id = new.member_id and s.until is null
      and s.functions && '{case_coordinator,case_worker,national_coordinator}'::text[]);
  return null;
end $$;
create trigger push_ends_with_seat after update of until, functions on membership for each row
  execute function push_ends_with_seat();
revoke execute on function push_ends_with_device(), push_ends_with_member(), push_ends_with_seat() from public;
`,
}
