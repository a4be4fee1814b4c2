import { appendOnly, protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/**
 * Figures. `figure_fact` is a projection of cases, referrals and screenings: dated facts with codes, no member ever reads a
 * row of it, only counts leave it. Whatever is written to the three is noted by triggers in the same transaction, by
 * whichever way it came, and worked into the facts before the next count.
 */
export const figures: Migration = {
  id: '0640-figures',
  sql: `
create table figure_fact (
  -- One person's way as far as records are linked: the screening's, referral's or case's id, whichever is first.
  thread uuid not null,
  subject uuid not null,
  kind text not null check (kind in ('screening', 'referral', 'case')),
  fact text not null,
  -- The how-manieth such fact of this record, and such with this detail.
  nth integer not null,
  nth_detail integer not null,
  at timestamptz not null,
  day date not null,
  lasts boolean not null,
  until_day date,
  known_at timestamptz not null,
  precision text not null check (precision in ('minute', 'day', 'year')),
  source text not null,
  detail text,
  country text,
  age_band text,
  sex text,
  citizenship text,
  forms text[] not null,
  exploited_in text,
  place text,
  detector text,
  unit text
);
create index figure_fact_first on figure_fact (fact, day) where nth = 1;
create index figure_fact_all on figure_fact (fact, day);
create index figure_fact_subject on figure_fact (subject);
create index figure_fact_thread on figure_fact (thread, fact, at);
create index figure_fact_known on figure_fact (known_at);

create table figure_changed (
  id bigint generated always as identity primary key,
  kind text not null,
  subject uuid not null
);

${protect('figure_fact', {})}
${protect('figure_changed', {})}
revoke all on figure_fact, figure_changed from {{app}};
revoke truncate on figure_fact, figure_changed from {{system}};

create function figure_case_changed() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
begin
  insert into figure_changed (kind, subject) select distinct 'case', case_id from added;
  return null;
end $$;
create trigger figures_follow after insert on case_action referencing new table as added
  for each statement execute function figure_case_changed();
create function figure_screening_changed() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
begin
  insert into figure_changed (kind, subject) select 'screening', screening_id from added;
  return null;
end $$;
create trigger figures_follow after insert on screening referencing new table as added
  for each statement execute function figure_screening_changed();
create function figure_referral_changed() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
begin
  insert into figure_changed (kind, subject) select 'referral', referral_id from added;
  return null;
end $$;
create trigger figures_follow after insert on referral referencing new table as added
  for each statement execute function figure_referral_changed();
create trigger figures_follow_update after update on referral referencing new table as added
  for each statement execute function figure_referral_changed();
insert into figure_changed (kind, subject)
  select 'screening', screening_id from screening
  union all select 'referral', referral_id from referral
  union all select distinct 'case', case_id from case_action;

-- What no case file holds: entered by hand or imported, always with its source. A correction is a new row.
create table figure_entry (
  id uuid primary key,
  definition text not null,
  period text not null,
  -- First day, for order.
  period_from date not null,
  -- The country it is about.
  country text,
  key jsonb not null,
  status text not null check (status in ('value', 'zero', 'missing', 'suppressed')),
  value numeric,
  low numeric,
  high numeric,
  source text not null,
  source_title text not null,
  note text,
  entered_by text,
  entered_at timestamptz not null,
  -- The import it came with; null when entered by hand.
  batch text,
  replaces uuid references figure_entry (id),
  digest text not null,
  constraint value_fits check (
    (status = 'value' and value is not null and value > 0) or (status = 'zero' and value = 0) or
    (status = 'missing' and value is null) or (status = 'suppressed' and value is null))
);
create unique index figure_entry_once on figure_entry (digest) where batch is not null;
create index figure_entry_of on figure_entry (definition, period);
create unique index figure_entry_replaced on figure_entry (replaces) where replaces is not null;
${protect('figure_entry', {})}
revoke all on figure_entry from {{app}};
${appendOnly('figure_entry')}

-- Reports as they stood when they were kept, so that a later one can say what changed.
create table report_version (
  id uuid primary key,
  report text not null,
  year integer not null,
  version integer not null,
  template text not null,
  cells jsonb not null,
  digest text not null,
  kept_by text,
  kept_at timestamptz not null,
  unique (report, year, version)
);
${protect('report_version', {})}
revoke all on report_version from {{app}};
${appendOnly('report_version')}

-- Everything that left, to whom, by which right: safe tables, and what a law demands as it demands it.
create table transmission (
  id uuid primary key,
  class text not null check (class in ('safe_table', 'statutory')),
  report text not null,
  year integer not null,
  recipient text not null,
  legal_basis text,
  digest text not null,
  certificate jsonb,
  sent_by text,
  sent_at timestamptz not null,
  constraint law_is_named check (class <> 'statutory' or legal_basis is not null)
);
${protect('transmission', {})}
revoke all on transmission from {{app}};
${appendOnly('transmission')}

-- What other instances released to this one: safe tables and alerts, each as it was signed.
create table release_received (
  id uuid primary key,
  from_instance text not null,
  country text,
  kind text not null check (kind in ('report', 'alerts')),
  name text not null,
  period text not null,
  version integer not null,
  body jsonb not null,
  signed text not null,
  digest text not null unique,
  issued_at timestamptz not null,
  received_at timestamptz not null
);
create index release_received_latest on release_received (from_instance, kind, name, period, version desc);
${protect('release_received', {})}
revoke all on release_received from {{app}};
${appendOnly('release_received')}

-- What people on the ground see: codes and a few words, of no person. Shown and counted once reviewed.
create table ground_note (
  id uuid primary key,
  by_unit text not null references unit (id),
  by_member text not null references member (id),
  kind text not null check (kind in ('method', 'place', 'platform', 'group')),
  code text not null,
  forms text[] not null,
  age_groups text[] not null,
  country text,
  place text,
  times text not null,
  seen_on date not null,
  words text,
  sent_at timestamptz not null,
  state text not null default 'sent' check (state in ('sent', 'accepted', 'set_aside')),
  reviewed_by text,
  reviewed_at timestamptz,
  set_aside_because text
);
create index ground_note_seen on ground_note (state, seen_on);
${protect('ground_note', {
  select: `by_unit = any ((select actor_units())::text[])`,
})}
revoke insert, update, delete, truncate on ground_note from {{app}};
`,
}
