import { appendOnly, protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/** Content that came signed, what of it was adopted, and drafts on their way to becoming such content. */
export const library: Migration = {
  id: '0660-library',
  sql: `
create table content_package (
  receipt integer generated always as identity primary key,
  name text,
  version integer,
  digest text not null,
  issued_at timestamptz,
  received_at timestamptz not null,
  adopted boolean not null,
  code text,
  detail text,
  signers jsonb not null,
  contents jsonb not null,
  -- Kept of what was adopted; what was refused is not worth the room.
  signed jsonb
);
-- A published version never changes: the digest it was first met with here.
create table content_version (
  set_id text not null,
  version text not null,
  digest text not null,
  met_at timestamptz not null,
  primary key (set_id, version)
);
create table content_draft (
  draft_id uuid primary key,
  revision integer not null,
  state text not null,
  definition jsonb not null,
  texts jsonb not null,
  changed_at timestamptz not null,
  changed_by text not null
);
-- Who brought a draft to which revision, and by what.
create table content_draft_history (
  draft_id uuid not null references content_draft,
  revision integer not null,
  act text not null,
  by_member text not null,
  at timestamptz not null,
  primary key (draft_id, revision)
);
${protect('content_package', { select: 'true' })}
${protect('content_version', { select: 'true' })}
${protect('content_draft', {})}
${protect('content_draft_history', {})}
${appendOnly('content_package')}
${appendOnly('content_version')}
${appendOnly('content_draft_history')}
`,
}
