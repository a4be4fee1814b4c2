import { protect } from '../migration.ts'
import type { Migration } from '../migration.ts'

/** Who acts (read from the transaction, see actor.ts), the organisations and units, their members and public keys. */
export const organisation: Migration = {
  id: '0001-organisation',
  sql: `
create function actor_member() returns text language sql stable parallel safe
  return nullif(current_setting('ariadne.member', true), '');
create function actor_units() returns text[] language sql stable parallel safe
  return coalesce(nullif(current_setting('ariadne.units', true), ''), '{}')::text[];
create function actor_functions() returns text[] language sql stable parallel safe
  return coalesce(nullif(current_setting('ariadne.functions', true), ''), '{}')::text[];

create table organisation (
  id text primary key check (id ~ '^org_[a-z0-9_]{2,48}$'),
  name jsonb not null,
  kind text not null
);

create table unit (
  id text primary key check (id ~ '^unt_[a-z0-9_]{2,48}$'),
  organisation_id text not null references organisation (id),
  kind text not null,
  name jsonb not null,
  languages text[] not null default '{}',
  -- What a person can reach at any hour. Never made up: empty, plainly of the demo, or confirmed and called.
  on_duty_contact text,
  on_duty_state text not null default 'empty' check (on_duty_state in ('empty', 'demo', 'confirmed')),
  on_duty_confirmed_by text,
  on_duty_called_at timestamptz,
  state text not null default 'active' check (state in ('active', 'closed')),
  constraint on_duty_is_honest check ((on_duty_state = 'empty') = (on_duty_contact is null))
);
create index unit_organisation on unit (organisation_id);

create table member (
  id text primary key check (id ~ '^mbr_[a-z0-9_]{2,48}$'),
  account_id text unique,
  organisation_id text not null references organisation (id),
  display_name text not null,
  language text not null default 'en',
  state text not null default 'invited' check (state in ('invited', 'active', 'suspended', 'left')),
  created_at timestamptz not null
);

create table membership (
  member_id text not null references member (id),
  unit_id text not null references unit (id),
  functions text[] not null check (cardinality(functions) > 0),
  since timestamptz not null,
  until timestamptz,
  primary key (member_id, unit_id)
);
create index membership_unit on membership (unit_id);

-- A member's key pair: the public half, and the private seed under a key that only the passphrase gives.
create table member_key (
  member_id text not null references member (id),
  version integer not null check (version > 0),
  key_id text not null unique,
  public_key text not null,
  wrapped_seed text not null,
  created_at timestamptz not null,
  retired_at timestamptz,
  primary key (member_id, version)
);
create unique index member_key_current on member_key (member_id) where retired_at is null;

create table unit_key (
  unit_id text not null references unit (id),
  version integer not null check (version > 0),
  key_id text not null unique,
  public_key text not null,
  state text not null default 'current' check (state in ('current', 'retired')),
  created_by text not null references member (id),
  created_at timestamptz not null,
  primary key (unit_id, version)
);
create unique index unit_key_current on unit_key (unit_id) where state = 'current';

-- A unit's private seed, sealed to one member's public key by another member's browser.
create table unit_key_grant (
  unit_id text not null,
  version integer not null,
  member_id text not null references member (id),
  member_key_id text not null references member_key (key_id),
  sealed_seed text not null,
  granted_by text not null references member (id),
  granted_at timestamptz not null,
  revoked_at timestamptz,
  primary key (unit_id, version, member_id),
  foreign key (unit_id, version) references unit_key (unit_id, version)
);
create index unit_key_grant_member on unit_key_grant (member_id);

-- The unit's seed under a printed code. The paper opens it; the server holds only the ciphertext.
create table recovery_kit (
  unit_id text not null,
  version integer not null,
  sealed_seed text not null,
  created_by text not null references member (id),
  created_at timestamptz not null,
  primary key (unit_id, version),
  foreign key (unit_id, version) references unit_key (unit_id, version)
);
-- Two different people say that the paper is printed and locked away.
create table recovery_kit_confirmation (
  unit_id text not null,
  version integer not null,
  member_id text not null references member (id),
  confirmed_at timestamptz not null,
  primary key (unit_id, version, member_id),
  foreign key (unit_id, version) references recovery_kit (unit_id, version)
);

-- Who took the kit out to use it. Colleagues see it.
create table recovery_kit_taken (
  id bigint generated always as identity primary key,
  unit_id text not null,
  version integer not null,
  member_id text not null references member (id),
  taken_at timestamptz not null,
  foreign key (unit_id, version) references recovery_kit (unit_id, version)
);

-- Members who could open the unit's vault today.
create function unit_key_holders(wanted text) returns integer language sql stable security definer
  set search_path = app, pg_temp
  return (
    select count(*)::integer from unit_key k
    join unit_key_grant g on g.unit_id = k.unit_id and g.version = k.version and g.revoked_at is null
    join member m on m.id = g.member_id and m.state = 'active'
    join member_key mk on mk.key_id = g.member_key_id and mk.retired_at is null
    join membership s on s.member_id = g.member_id and s.unit_id = g.unit_id and s.until is null
    where k.unit_id = wanted and k.state = 'current'
  );
-- Whether one member could open one unit's vault today. Colleagues and the directory may know that, not the grant itself.
create function holds_unit_key(who text, wanted text) returns boolean language sql stable security definer
  set search_path = app, pg_temp
  return exists (
    select 1 from unit_key k
    join unit_key_grant g on g.unit_id = k.unit_id and g.version = k.version and g.revoked_at is null
    join member_key mk on mk.key_id = g.member_key_id and mk.retired_at is null
    where k.unit_id = wanted and k.state = 'current' and g.member_id = who
  );
create function unit_kit_confirmations(wanted text) returns integer language sql stable security definer
  set search_path = app, pg_temp
  return (
    select count(*)::integer from unit_key k
    join recovery_kit_confirmation c on c.unit_id = k.unit_id and c.version = k.version
    where k.unit_id = wanted and k.state = 'current'
  );

-- Only two people with the key and a printed kit keep a unit's cases readable if one of them is gone tomorrow.
create function unit_is_ready(wanted text) returns boolean language sql stable security definer
  set search_path = app, pg_temp
  return exists (select 1 from unit where id = wanted and state = 'active')
    and unit_key_holders(wanted) >= 2 and unit_kit_confirmations(wanted) >= 2;

${protect('member_key', {
  select: `member_id = (select actor_member())`,
  insert: `member_id = (select actor_member())`,
  update: `member_id = (select actor_member())`,
})}
${protect('unit_key_grant', {
  select: `member_id = (select actor_member()) or unit_id = any ((select actor_units())::text[])`,
  insert: `unit_id = any ((select actor_units())::text[]) and granted_by = (select actor_member())`,
  update: {
    before: `unit_id = any ((select actor_units())::text[])`,
    after: `unit_id = any ((select actor_units())::text[]) and granted_by = (select actor_member())`,
  },
})}
${protect('recovery_kit', {
  select: `unit_id = any ((select actor_units())::text[])`,
  insert: `unit_id = any ((select actor_units())::text[]) and created_by = (select actor_member())`,
})}
${protect('recovery_kit_confirmation', {
  select: `unit_id = any ((select actor_units())::text[])`,
  insert: `unit_id = any ((select actor_units())::text[]) and member_id = (select actor_member())`,
})}
${protect('recovery_kit_taken', {
  select: `unit_id = any ((select actor_units())::text[])`,
  insert: `unit_id = any ((select actor_units())::text[]) and member_id = (select actor_member())`,
})}

-- Public halves may be read by every member: without them nobody could seal anything for a colleague.
create view member_public_key with (security_invoker = false) as
  select member_id, version, key_id, public_key from member_key where retired_at is null;
grant select on member_public_key to {{app}}, {{system}};
`,
}
