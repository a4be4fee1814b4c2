import { protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/** Screenings as they were sent. Whoever made one sees that it was received; what it says goes with its referral only. */
export const screenings: Migration = {
  id: '0120-screenings',
  sql: `
create table screening (
  screening_id uuid primary key,
  by_unit text not null,
  by_member text not null,
  set_id text not null,
  set_version text not null,
  outcome text not null,
  finished_at timestamptz not null,
  received_at timestamptz not null,
  card_code_hash text,
  digest text not null,
  -- The whole coded screening.
  document jsonb not null
);
create index screening_mine on screening (by_member, finished_at desc, screening_id desc);
create index screening_card on screening (card_code_hash) where card_code_hash is not null;
${protect('screening', { select: `by_member = (select actor_member())` })}
-- A receipt, not the record: an officer cannot reopen what was sent.
revoke all on screening from {{app}};
grant select (screening_id, by_member, set_id, outcome, finished_at, received_at) on screening to {{app}};
revoke update, truncate on screening from {{system}};
`,
}
