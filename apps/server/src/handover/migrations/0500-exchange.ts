import { protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/**
 * Messages to and from other instances. The rows are the record; whatever wakes the delivery may be lost. Members see
 * none of it: what they are told of messages goes through the stage's own reads.
 */
export const exchange: Migration = {
  id: '0500-exchange',
  sql: `
-- One line to each peer: its numbers, and how it answers.
create table peer_line (
  peer text primary key,
  next_seq bigint not null default 1,
  last_digest text,
  -- Everything up to here has come.
  complete bigint not null default 0,
  gap_asked_at timestamptz,
  failures integer not null default 0,
  not_before timestamptz,
  last_received_at timestamptz,
  last_delivered_at timestamptz,
  -- When the peer was last restored from a backup, as it said itself; milliseconds since 1970.
  peer_epoch bigint not null default 0,
  -- The restore of this instance that the line and everything on it was reconciled after.
  reconciled_epoch bigint not null default 0,
  -- Messages up to here were received before a restore and are not remembered one by one.
  horizon bigint not null default 0
);

-- Order holds inside a thread and nowhere else.
create table thread_line (
  peer text not null,
  thread text not null,
  out_seq integer not null default 0,
  in_done integer not null default 0,
  primary key (peer, thread)
);

-- Which case a handover belongs to here, and this side's record of who is responsible.
create table handover_thread (
  handover_id uuid primary key,
  case_id uuid not null,
  peer text not null,
  side text not null check (side in ('sender', 'receiver')),
  custody jsonb not null
);
create index handover_thread_case on handover_thread (case_id);
create index handover_thread_peer on handover_thread (peer);

create table outbox (
  message_id uuid primary key,
  position bigint generated always as identity,
  peer text not null,
  thread text not null,
  kind text not null,
  -- The message but for its numbers and times; with them once it was sealed for the first time.
  draft jsonb not null,
  act_id uuid,
  case_id uuid,
  unit_id text,
  seq bigint,
  thread_seq integer,
  digest text,
  container text,
  container_digest text,
  state text not null default 'waiting'
    check (state in ('waiting', 'sent', 'delivered', 'processed', 'refused', 'expired', 'void')),
  code text,
  attempts integer not null default 0,
  queued_at timestamptz not null,
  next_try_at timestamptz not null,
  expires_at timestamptz not null,
  delivered_at timestamptz,
  processed_at timestamptz,
  -- Evidence: what the peer signed.
  delivery_receipt text,
  processing_receipt text,
  unique (peer, seq)
);
create index outbox_unsealed on outbox (peer, position) where seq is null and state = 'waiting';
create index outbox_due on outbox (peer, seq) where state in ('waiting', 'sent');
create index outbox_unprocessed on outbox (expires_at) where state in ('waiting', 'sent', 'delivered');
create index outbox_case on outbox (case_id);
create index outbox_act on outbox (act_id);

create table inbox (
  entry bigint generated always as identity primary key,
  peer text,
  message_id uuid,
  container_digest text not null,
  digest text,
  kind text,
  thread text,
  seq bigint,
  prev text,
  thread_seq integer,
  state text not null check (state in ('stored', 'processed', 'rejected', 'void', 'refused')),
  code text,
  -- The delivery receipt as it was given; the same message again gets the same bytes.
  receipt text,
  -- The signed message: evidence, and what a restored peer is given back.
  jws text,
  jws_digest text,
  act_id uuid,
  case_id uuid,
  -- The processing receipt that was sent, to be sent again when the message comes again.
  answer jsonb,
  -- How often it was looked at and had to wait.
  attempts integer not null default 0,
  received_at timestamptz not null,
  processed_at timestamptz
);
create unique index inbox_message on inbox (peer, message_id) where state <> 'refused';
create unique index inbox_seq on inbox (peer, seq) where state <> 'refused';
create index inbox_waiting on inbox (peer, thread, thread_seq) where state = 'stored';
create index inbox_case on inbox (case_id);
create index inbox_refused on inbox (received_at) where state = 'refused';

-- What a human has to look at: a message that failed, a peer that misbehaves, an arrival after an end.
create table exchange_alarm (
  id uuid primary key,
  unit_id text not null,
  code text not null,
  peer text not null,
  message_id uuid,
  case_id uuid,
  handover_id uuid,
  since timestamptz not null,
  settled_at timestamptz,
  settled_by text
);
create index exchange_alarm_open on exchange_alarm (unit_id, since, id) where settled_at is null;
create unique index exchange_alarm_once on exchange_alarm (message_id, code, unit_id) where settled_at is null;

${protect('peer_line', {})}
${protect('thread_line', {})}
${protect('handover_thread', {})}
${protect('outbox', {})}
${protect('inbox', {})}
${protect('exchange_alarm', { select: `unit_id = any ((select actor_units())::text[])` })}
revoke all on peer_line, thread_line, handover_thread, outbox, inbox from {{app}};
revoke insert, update, delete, truncate on exchange_alarm from {{app}};
revoke delete, truncate on exchange_alarm from {{system}};
`,
}
