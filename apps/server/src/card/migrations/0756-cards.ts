import { protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/** Cards shown across borders, on both sides. Codes are digests; nobody but the instance itself looks one up. */
export const cards: Migration = {
  id: '0756-cards',
  sql: `
-- Asked for here, for a person who stood here.
create table card_asked (
  request_id uuid primary key,
  unit_id text not null references unit (id),
  by_member text not null references member (id),
  to_instance text not null,
  reason text not null,
  language text not null,
  digest text not null,
  shown_at timestamptz not null,
  expires_at timestamptz not null,
  answer text check (answer in ('may_speak', 'please_contact', 'no')),
  answer_unit text,
  answered_at timestamptz,
  seen_at timestamptz,
  constraint answered_whole check ((answer is null) = (answered_at is null))
);
create index card_asked_unit on card_asked (unit_id, shown_at desc);
${protect('card_asked', { select: `unit_id = any ((select actor_units())::text[])` })}
revoke all on card_asked from {{app}};
grant select (request_id, unit_id, to_instance, reason, language, shown_at, expires_at, answer, answer_unit, answered_at,
  seen_at) on card_asked to {{app}};

-- Every code that came from another country, whether it is known here or not.
create table card_shown (
  request_id uuid primary key,
  peer text not null,
  peer_unit text not null,
  code_hash text not null,
  became text not null check (became in ('waiting', 'unknown', 'late', 'too_many', 'nobody', 'answered', 'silent')),
  unit_id text references unit (id),
  referral_id uuid,
  case_id uuid,
  hints jsonb not null,
  reason text not null,
  language text not null,
  shown_at timestamptz not null,
  expires_at timestamptz not null,
  received_at timestamptz not null,
  due_at timestamptz,
  answer text check (answer in ('may_speak', 'please_contact', 'no')),
  decided_at timestamptz,
  decided_by text
);
create index card_shown_waiting on card_shown (unit_id, due_at) where became = 'waiting';
create index card_shown_peer on card_shown (peer, received_at desc);
${protect('card_shown', { select: `unit_id = any ((select actor_units())::text[])` })}
revoke all on card_shown from {{app}};
grant select (request_id, peer, peer_unit, became, unit_id, referral_id, case_id, hints, reason, language, shown_at,
  expires_at, received_at, due_at, answer, decided_at) on card_shown to {{app}};
`,
}
