import { protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/**
 * The case: its list of actions, and what follows from it. Members read under row-level security and write nothing
 * here; the instance writes for them, after the rules of the domain have judged the act.
 */
export const cases: Migration = {
  id: '0100-cases',
  sql: `
-- Every seat the actor speaks from: 'unit/function', and 'unit/function/member' for what only they may see. It follows
-- from the memberships themselves, so a case worker here who is a first responder there is not a case worker there.
create function actor_audiences() returns text[] language sql stable parallel safe
  return coalesce((
    select array_agg(seat) from membership s
    join unit u on u.id = s.unit_id and u.state = 'active'
    cross join unnest(s.functions) as named (function)
    cross join lateral (values
      (s.unit_id || '/' || named.function), (s.unit_id || '/' || named.function || '/' || s.member_id)) as v (seat)
    where s.member_id = (select actor_member()) and s.until is null
      and s.unit_id = any ((select actor_units())::text[])
      and named.function = any ((select actor_functions())::text[])
  ), '{}');

create table case_row (
  case_id uuid primary key,
  reference text not null,
  status text not null,
  age_band text not null,
  sex text not null,
  identification text not null,
  lead_here boolean not null,
  historic boolean not null,
  last_activity_at timestamptz not null,
  next_due_at timestamptz,
  sequence integer not null,
  last_hash text not null,
  -- Which version of the fold made the state; another version makes it anew from the list.
  fold integer not null,
  state jsonb not null
);
create index case_row_reference on case_row (reference);
create index case_row_fold on case_row (fold);

create table case_action (
  id uuid primary key,
  case_id uuid not null,
  sequence integer not null check (sequence > 0),
  kind text not null,
  version integer not null,
  by_instance text not null,
  by_unit text not null,
  by_member text,
  by_function text not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  relies_on jsonb not null,
  body jsonb,
  parts jsonb not null,
  salt text,
  digest text not null,
  hash text not null,
  unique (case_id, sequence),
  constraint erased_together check ((body is null) = (salt is null))
);

create function case_action_only_grows() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if old.body is not null and new.body is null and new.salt is null
       and to_jsonb(new) - 'body' - 'salt' = to_jsonb(old) - 'body' - 'salt' then
      return new;
    end if;
  end if;
  raise exception 'The list of a case only grows; body and salt of an action may be erased, together.'
    using errcode = 'restrict_violation';
end $$;
create trigger only_grows before update or delete on case_action
  for each row execute function case_action_only_grows();
create trigger never_emptied before truncate on case_action
  for each statement execute function case_action_only_grows();

-- Who may read a case: what the domain's caseReaders says, with what a list is sorted by.
create table case_access (
  case_id uuid not null references case_row (case_id) on delete cascade,
  audience text not null,
  unit_id text not null,
  function text not null,
  member_id text,
  -- Sealed classes they may open; null is all of them.
  classes text[],
  historic boolean not null,
  status text not null,
  last_activity_at timestamptz not null,
  primary key (case_id, audience)
);
create index case_access_list on case_access (audience, historic, last_activity_at desc, case_id desc);
create index case_access_status on case_access (audience, status, last_activity_at desc, case_id desc);

-- What waits, for whom and until when: the domain's queueEntries.
create table queue_entry (
  id bigint generated always as identity primary key,
  case_id uuid not null references case_row (case_id) on delete cascade,
  entry_key text not null,
  unit_id text not null,
  queue text not null,
  act text not null,
  subject_id text,
  audiences text[] not null,
  since timestamptz not null,
  due_at timestamptz,
  due_order timestamptz generated always as (coalesce(due_at, '9999-12-31T00:00:00Z'::timestamptz)) stored,
  reference text not null,
  hints jsonb not null,
  -- Overdue and seen to be: then it also stands before those who coordinate.
  escalated_at timestamptz,
  escalation_unit text,
  unique (case_id, entry_key)
);
create index queue_entry_urgent on queue_entry (unit_id, queue, due_order, since, id);
create index queue_entry_due on queue_entry (due_at) where escalated_at is null and due_at is not null;
create index queue_entry_escalated on queue_entry (escalation_unit, due_order, since, id) where escalated_at is not null;

-- Ciphertext that only browsers open. It belongs to a case, or to a referral before there is one.
create table sealed_part (
  part_id uuid primary key,
  owner_kind text not null check (owner_kind in ('case', 'referral')),
  owner_id uuid not null,
  subject uuid not null,
  class text not null,
  minted_by text not null,
  iv text not null,
  ciphertext text not null,
  stored_at timestamptz not null
);
create index sealed_part_owner on sealed_part (owner_id);
create table part_wrap (
  part_id uuid not null references sealed_part (part_id) on delete cascade,
  unit_id text not null,
  key_id text not null,
  enc text not null,
  ct text not null,
  primary key (part_id, unit_id, key_id)
);

${protect('case_access', { select: `audience = any ((select actor_audiences())::text[])` })}
${protect('case_row', { select: `exists (select from case_access a where a.case_id = case_row.case_id)` })}
${protect('case_action', { select: `exists (select from case_access a where a.case_id = case_action.case_id)` })}
${protect('queue_entry', {
  select: `(audiences && (select actor_audiences())::text[]
      or escalated_at is not null and escalation_unit || '/case_coordinator' = any ((select actor_audiences())::text[]))
    and exists (select from case_access a where a.case_id = queue_entry.case_id)`,
})}
${protect('sealed_part', {})}
${protect('part_wrap', {})}
revoke insert, update, delete, truncate on case_row, case_action, case_access, queue_entry from {{app}};
revoke all on sealed_part, part_wrap from {{app}};
revoke update, delete, truncate on case_action from {{system}};
grant update (body, salt) on case_action to {{system}};

-- The one way by which a member gets ciphertext: an opening of theirs stands in the case's list and names the class.
create function open_sealed_parts(opening uuid, wanted uuid[])
  returns table (part_id uuid, subject uuid, class text, iv text, ciphertext text, wraps jsonb)
  language sql stable security definer set search_path = app, pg_temp
begin atomic
  select p.part_id, p.subject, p.class, p.iv, p.ciphertext,
    jsonb_agg(jsonb_build_object('reader', w.unit_id, 'keyId', w.key_id, 'enc', w.enc, 'ct', w.ct))
  from case_action a
  join sealed_part p on p.owner_id = a.case_id and p.owner_kind = 'case'
  join part_wrap w on w.part_id = p.part_id and w.unit_id = a.by_unit
  where a.id = opening and a.kind = 'vault.opened' and a.by_member = actor_member()
    and p.part_id = any (wanted) and a.body -> 'classes' ? p.class
  group by p.part_id;
end;
revoke all on function open_sealed_parts (uuid, uuid[]) from public;
grant execute on function open_sealed_parts (uuid, uuid[]) to {{app}}, {{system}};
`,
}
