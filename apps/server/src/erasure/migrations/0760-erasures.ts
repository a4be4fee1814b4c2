import { protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/** Who wanted a case erased and who agreed, and what other countries were asked and answered. No word of the case itself. */
export const erasures: Migration = {
  id: '0760-erasures',
  sql: `
create table erasure (
  case_id uuid primary key,
  unit_id text not null references unit (id),
  reason text not null check (reason in ('retention_ended', 'person_asked', 'court_ordered')),
  asked_by text not null references member (id),
  asked_at timestamptz not null,
  confirmed_by text references member (id),
  confirmed_at timestamptz,
  constraint two_people check (confirmed_by <> asked_by),
  constraint confirmed_whole check ((confirmed_by is null) = (confirmed_at is null))
);
-- Peers that hold copies, by the handover that both sides know.
create table erasure_told (
  handover_id uuid primary key,
  case_id uuid not null references erasure (case_id),
  peer text not null,
  told_at timestamptz not null,
  answer text,
  answered_at timestamptz
);
create table erasure_heard (
  handover_id uuid primary key,
  case_id uuid not null,
  peer text not null,
  heard_at timestamptz not null,
  answer text check (answer in ('will_erase', 'kept_by_own_law')),
  answered_by text references member (id),
  answered_at timestamptz
);
create index erasure_heard_case on erasure_heard (case_id);
${protect('erasure', { select: `unit_id = any ((select actor_units())::text[])` })}
${protect('erasure_told', {})}
${protect('erasure_heard', { select: `exists (select from case_access a where a.case_id = erasure_heard.case_id)` })}
revoke insert, update, delete, truncate on erasure, erasure_told, erasure_heard from {{app}};

-- With a case goes the tie between its screening and the card that the person was given.
grant update (card_code_hash) on screening to {{system}};
`,
}
