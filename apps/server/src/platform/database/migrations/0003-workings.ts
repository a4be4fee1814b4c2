import { appendOnly, protect } from '../migration.ts'
import type { Migration } from '../migration.ts'

/** What the instance needs for itself: commands already carried out, limits, due work, its own state. */
export const workings: Migration = {
  id: '0003-workings',
  sql: `
create table command (
  id uuid primary key,
  member_id text not null references member (id),
  kind text not null,
  digest bytea not null,
  outcome jsonb not null,
  received_at timestamptz not null
);
create index command_member on command (member_id, received_at);
${protect('command', {
  select: `member_id = (select actor_member())`,
  insert: `member_id = (select actor_member())`,
})}
${appendOnly('command')}
-- Whether an id was used, whoever used it: row-level security would say no to everybody else.
create function command_is_known(wanted uuid) returns boolean language sql stable security definer
  set search_path = app, pg_temp
  return exists (select 1 from command where id = wanted);

-- Counters of a fixed window. Keys are keyed hashes: no address and no e-mail can be read from them. Losing them in a
-- crash costs one window, so they need no write-ahead log.
create unlogged table rate_limit (
  key text primary key,
  window_start timestamptz not null,
  count integer not null
);
create index rate_limit_window on rate_limit (window_start);

-- Rows that come due, swept against the instance's own clock; a job queue only wakes the sweep.
create table due (
  id uuid primary key,
  kind text not null,
  subject text not null,
  due_at timestamptz not null,
  done_at timestamptz,
  attempts integer not null default 0,
  last_error text,
  unique (kind, subject)
);
create index due_open on due (due_at) where done_at is null;
${protect('due', { select: 'true', insert: 'true', update: 'true' })}

create table instance_state (
  single boolean primary key default true check (single),
  instance_id text,
  -- A restored instance has forgotten what it last promised: no custody move until its peers have told it.
  restored_at timestamptz,
  reconciled_at timestamptz,
  -- When this instance first passed the go-live examination; before that it holds nobody.
  live_since timestamptz,
  attestations jsonb not null default '{}'
);
insert into instance_state default values;
`,
}
