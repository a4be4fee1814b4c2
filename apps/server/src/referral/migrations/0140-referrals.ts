import { appendOnly, protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/** Referrals inside the country. Each has exactly one unit responsible at every moment, whatever happens to it. */
export const referrals: Migration = {
  id: '0140-referrals',
  sql: `
create table referral (
  referral_id uuid primary key,
  screening_id uuid,
  from_unit text not null references unit (id),
  from_member text not null references member (id),
  to_unit text not null references unit (id),
  responsible_unit text not null references unit (id),
  redirected_to text references unit (id),
  status text not null check (status in ('sent', 'acknowledged', 'opened', 'declined')),
  -- Where it waits; null when nothing is to be done with it.
  queue text,
  audiences text[] not null,
  since timestamptz not null,
  due_at timestamptz,
  due_order timestamptz generated always as (coalesce(due_at, '9999-12-31T00:00:00Z'::timestamptz)) stored,
  hints jsonb not null,
  sent_at timestamptz not null,
  received_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by text,
  declined_because text,
  case_id uuid unique,
  digest text not null,
  document jsonb not null,
  constraint opened_has_a_case check ((status = 'opened') = (case_id is not null))
);
create index referral_urgent on referral (responsible_unit, queue, due_order, since, referral_id) where queue is not null;
create index referral_screening on referral (screening_id) where screening_id is not null;

-- What was done with it, by whom: every move, and every opening of what is sealed in it.
create table referral_step (
  id uuid primary key,
  referral_id uuid not null references referral (referral_id),
  step text not null,
  by_unit text not null,
  by_member text not null,
  by_function text not null,
  at timestamptz not null,
  detail jsonb not null
);
create index referral_step_of on referral_step (referral_id, at);

${protect('referral', {
  select: `from_member = (select actor_member()) or audiences && (select actor_audiences())::text[]`,
})}
${protect('referral_step', { select: `exists (select from referral r where r.referral_id = referral_step.referral_id)` })}
revoke insert, update, delete, truncate on referral, referral_step from {{app}};
${appendOnly('referral_step')}
`,
}
