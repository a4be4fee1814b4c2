import { appendOnly, protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/**
 * A review travels with the function and organisation it was given in. What others confirmed is kept as they signed it and
 * changes nothing here; taking it over is a review of this instance, with its reason and where it comes from. Words that a
 * reviewer mended stand beside those that came, named by the digest of the words they mend.
 */
export const reviewsTravel: Migration = {
  id: '0830-reviews-travel',
  sql: `
alter table content_review
  add column by_function text,
  add column by_organisation text,
  add column taken_from jsonb,
  add column reason text,
  add constraint content_review_taken check ((taken_from is null) = (reason is null));

create table content_wording (
  kind text not null,
  id text not null,
  version text not null,
  language text not null,
  of_digest text not null,
  digest text not null,
  words jsonb not null,
  by_member text not null,
  by_name text not null,
  at timestamptz not null,
  primary key (kind, id, version, language, of_digest, at)
);
${protect('content_wording', { select: 'true' })}
${appendOnly('content_wording')}

create table content_review_elsewhere (
  instance text primary key,
  issued timestamptz not null,
  signed text not null,
  met_at timestamptz not null
);
${protect('content_review_elsewhere', { select: 'true' })}
`,
}
