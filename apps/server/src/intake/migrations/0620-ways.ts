import { appendOnly, protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/** How people were met, who is called at once, who is to be met again, and words from outside. */
export const ways: Migration = {
  id: '0620-ways',
  sql: `
-- Both times are kept: finished_at is corrected by the device's skew, the document holds what the device said.
alter table screening add column clock_skew_ms bigint not null default 0, add column way text, add column group_id uuid,
  add column look_again_at timestamptz;
create index screening_group on screening (group_id) where group_id is not null;
grant select (way, look_again_at) on screening to {{app}};

-- A later talk names an earlier one, by id or by the hash of a card's code. Nobody reads by it; it shows with a referral.
create table screening_link (
  screening_id uuid primary key references screening (screening_id),
  earlier_id uuid,
  card_code_hash text,
  constraint names_one check ((earlier_id is null) <> (card_code_hash is null))
);
create index screening_link_earlier on screening_link (earlier_id) where earlier_id is not null;
${protect('screening_link', {})}
revoke all on screening_link from {{app}};
${appendOnly('screening_link')}

create table look_again (
  screening_id uuid primary key references screening (screening_id),
  unit_id text not null references unit (id),
  hints jsonb not null,
  since timestamptz not null,
  due_at timestamptz not null,
  settled_at timestamptz,
  settled_because text,
  settled_by text
);
create index look_again_open on look_again (unit_id, due_at, screening_id) where settled_at is null;
${protect('look_again', { select: `unit_id = any ((select actor_units())::text[])` })}
revoke insert, update, delete, truncate on look_again from {{app}};

-- One alarm a person. It rings at ever more units until somebody answers.
create table duty_alarm (
  alarm_id uuid primary key,
  screening_id uuid not null unique,
  referral_id uuid,
  raised_by_unit text not null references unit (id),
  raised_by_member text not null references member (id),
  hints jsonb not null,
  raised_at timestamptz not null,
  received_at timestamptz not null,
  ring_order text[] not null,
  ringing text[] not null,
  due_at timestamptz,
  answered_at timestamptz,
  answered_by_unit text,
  answered_by_member text,
  answer text check (answer in ('coming', 'calling')),
  constraint answered_whole check ((answered_at is null) = (answer is null))
);
create index duty_alarm_open on duty_alarm using gin (ringing) where answered_at is null;
create index duty_alarm_mine on duty_alarm (raised_by_member, received_at desc);
create table duty_alarm_step (
  alarm_id uuid not null references duty_alarm (alarm_id),
  unit_id text not null references unit (id),
  step text not null check (step in ('called', 'coming', 'calling', 'cannot')),
  by_member text,
  at timestamptz not null,
  primary key (alarm_id, unit_id, step)
);
${protect('duty_alarm', {
  select: `raised_by_member = (select actor_member()) or ringing && (select actor_units())::text[]`,
})}
${protect('duty_alarm_step', { select: `exists (select from duty_alarm a where a.alarm_id = duty_alarm_step.alarm_id)` })}
revoke insert, update, delete, truncate on duty_alarm, duty_alarm_step from {{app}};
${appendOnly('duty_alarm_step')}

-- Who called an on-duty number and was answered.
create table duty_call (
  id uuid primary key,
  unit_id text not null references unit (id),
  contact text not null,
  called_by text not null references member (id),
  called_at timestamptz not null
);
create index duty_call_unit on duty_call (unit_id, called_at desc);
${protect('duty_call', { select: 'true' })}
revoke insert, update, delete, truncate on duty_call from {{app}};
${appendOnly('duty_call')}

-- A word from outside, without an account: codes, sealed text if the sender wished, nothing about where it came from.
create table outside_contact (
  contact_id uuid primary key,
  unit_id text not null references unit (id),
  state text not null default 'waiting' check (state in ('waiting', 'taken', 'closed')),
  hints jsonb not null,
  document jsonb not null,
  part jsonb,
  code_hash text not null,
  digest text not null,
  received_at timestamptz not null,
  due_at timestamptz,
  taken_at timestamptz,
  closed_because text
);
create index outside_contact_open on outside_contact (unit_id, due_at, contact_id) where state <> 'closed';
create index outside_contact_code on outside_contact (code_hash);
create table outside_contact_step (
  id uuid primary key,
  contact_id uuid not null references outside_contact (contact_id),
  step text not null,
  by_unit text not null,
  by_member text not null,
  at timestamptz not null,
  detail jsonb not null
);
${protect('outside_contact', { select: `unit_id = any ((select actor_units())::text[])` })}
${protect('outside_contact_step', {
  select: `exists (select from outside_contact c where c.contact_id = outside_contact_step.contact_id)`,
})}
revoke all on outside_contact from {{app}};
grant select (contact_id, unit_id, state, hints, document, received_at, due_at, taken_at) on outside_contact to {{app}};
revoke insert, update, delete, truncate on outside_contact_step from {{app}};
${appendOnly('outside_contact_step')}
`,
}
