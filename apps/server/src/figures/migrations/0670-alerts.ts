import { appendOnly, protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/** Early warning: each night's look at the exact counts of this country, what rose, and who looked at it. */
export const alerts: Migration = {
  id: '0670-alerts',
  sql: `
create table alert_run (
  id uuid primary key,
  -- The last day that was counted; one run a day, however many servers there are.
  day date not null unique,
  ran_at timestamptz not null,
  budget_days integer not null,
  -- By definition: sums looked at, or why none could be.
  looked jsonb not null
);
${protect('alert_run', {})}
revoke all on alert_run from {{app}};
${appendOnly('alert_run')}

create table alert (
  id uuid primary key,
  definition text not null,
  -- As the engine found it last: what rose, from when, how much, how sure, made of what.
  found jsonb not null,
  -- One count a week of what rose, and the first day of each.
  series jsonb not null,
  first_found_at timestamptz not null,
  last_day date not null
);
create index alert_latest on alert (definition, last_day desc);
${protect('alert', {})}
revoke all on alert from {{app}};

create table alert_look (
  id uuid primary key,
  alert_id uuid not null references alert (id),
  by_member text not null references member (id),
  at timestamptz not null,
  finding text not null check (finding in ('looking', 'real', 'recording_changed', 'chance')),
  note text
);
create index alert_look_of on alert_look (alert_id, at);
${protect('alert_look', {})}
revoke all on alert_look from {{app}};
${appendOnly('alert_look')}

create table alert_release (
  id uuid primary key,
  alert_id uuid not null unique references alert (id),
  told jsonb not null,
  by_member text references member (id),
  at timestamptz not null
);
${protect('alert_release', {})}
revoke all on alert_release from {{app}};
${appendOnly('alert_release')}
`,
}
