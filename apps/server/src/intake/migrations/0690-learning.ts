import { appendOnly, protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/** What people who work with the signs say of them. Nobody's name is kept with it, and no screening. */
export const learning: Migration = {
  id: '0690-learning',
  sql: `
create table sign_feedback (
  feedback_id uuid primary key,
  set_id text not null,
  set_version text not null,
  sign text,
  code text not null,
  note text not null,
  -- The day alone: the hour could tell whose shift it was.
  given_on date not null
);
create index sign_feedback_given on sign_feedback (given_on);
create index screening_finished on screening (finished_at);
${protect('sign_feedback', {})}
revoke all on sign_feedback from {{app}};
${appendOnly('sign_feedback')}
`,
}
