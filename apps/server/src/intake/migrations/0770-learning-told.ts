import { appendOnly, protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/** What signs led to, as a country told the secretariat, and as the secretariat was told. */
export const learningTold: Migration = {
  id: '0770-learning-told',
  sql: `
-- Once a quarter: told again with later numbers, the difference would say what became of a few people.
create table learning_told (
  quarter text primary key,
  body jsonb not null,
  by_member text not null,
  told_at timestamptz not null
);
create table learning_heard (
  from_instance text not null,
  country text not null,
  quarter text not null,
  body jsonb not null,
  told_at timestamptz not null,
  heard_at timestamptz not null,
  primary key (from_instance, quarter)
);
${protect('learning_told', {})}
${protect('learning_heard', {})}
revoke all on learning_told, learning_heard from {{app}};
${appendOnly('learning_told')}
${appendOnly('learning_heard')}
`,
}
