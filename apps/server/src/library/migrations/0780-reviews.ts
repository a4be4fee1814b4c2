import { appendOnly, protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/** Who, reading a language as their own, confirmed which words. The digest says which: other words are unconfirmed again. */
export const reviews: Migration = {
  id: '0780-reviews',
  sql: `
create table content_review (
  kind text not null,
  id text not null,
  version text not null,
  language text not null,
  digest text not null,
  by_member text not null,
  by_name text not null,
  reviewed_at timestamptz not null,
  primary key (kind, id, version, language, digest)
);
${protect('content_review', { select: 'true' })}
${appendOnly('content_review')}
`,
}
