import { appendOnly, protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/** Courses that members have done. Each sees their own; others only ever see counts. */
export const training: Migration = {
  id: '0610-training',
  sql: `
create table training_completion (
  completion_id uuid primary key,
  member_id text not null references member (id),
  course_id text not null,
  course_version text not null,
  completed_at timestamptz not null,
  -- The end of the period that this version of the course gives. A newer version may end it earlier; that is a rule, not a row.
  valid_until timestamptz not null,
  received_at timestamptz not null
);
create index training_completion_member on training_completion (member_id, course_id);
${protect('training_completion', {
  select: `member_id = (select actor_member())`,
  insert: `member_id = (select actor_member())`,
})}
${appendOnly('training_completion')}
`,
}
