import { protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/**
 * An alarm can be called off by whoever called, follows what is learned of the person, and its answers can be changed. Every step
 * stays in the record, so a unit may say the same twice.
 */
export const alarmWords: Migration = {
  id: '0850-alarm-words',
  sql: `
alter table duty_alarm
  -- By an officer, or by somebody without an account: those ring apart, so that a flood of them hides no officer's.
  add column kind text not null default 'officer' check (kind in ('officer', 'outside')),
  add column contact_id uuid unique references outside_contact (contact_id),
  -- When the device said what the hints say, and the place: the latest word counts, in whatever order they arrive.
  add column hints_at timestamptz,
  add column place_at timestamptz,
  -- Units called that said they cannot, and have not taken it back.
  add column declined text[] not null default '{}',
  alter column screening_id drop not null,
  alter column raised_by_unit drop not null,
  alter column raised_by_member drop not null,
  add constraint raised_whole check (case kind
    when 'outside' then contact_id is not null
    else screening_id is not null and raised_by_unit is not null and raised_by_member is not null end),
  drop constraint duty_alarm_answer_check,
  -- Called off by the unit that called: nobody is called any more.
  add constraint duty_alarm_answer_check check (answer in ('coming', 'calling', 'called_off'));
update duty_alarm a set hints_at = raised_at, declined = array(
  select s.unit_id from duty_alarm_step s where s.alarm_id = a.alarm_id and s.step = 'cannot');

alter table duty_alarm_step drop constraint duty_alarm_step_pkey, drop constraint duty_alarm_step_step_check,
  add column seq bigint generated always as identity primary key,
  add constraint duty_alarm_step_step_check check (step in
    ('called', 'coming', 'calling', 'cannot', 'undone', 'called_off', 'called_again', 'place_opened'));
create index duty_alarm_step_alarm on duty_alarm_step (alarm_id, seq);

-- Where exactly, sealed for the units that may be called. It goes when the alarm is called off, and after some days.
create table duty_alarm_place (
  alarm_id uuid primary key references duty_alarm (alarm_id),
  part jsonb not null
);
${protect('duty_alarm_place', {})}
revoke all on duty_alarm_place from {{app}};

-- Colleagues of whoever called see the call as well: they may have to call it off on the next shift (REFERRAL_SENDERS).
drop policy member_select on duty_alarm;
create policy member_select on duty_alarm for select to {{app}} using (
  raised_by_member = (select actor_member())
  or array[raised_by_unit || '/first_responder', raised_by_unit || '/case_worker', raised_by_unit || '/case_coordinator',
    raised_by_unit || '/focal_point', raised_by_unit || '/advocate'] && (select actor_audiences())::text[]
  or ringing && (select actor_units())::text[] and exists (
    select from unnest(ringing) as called (unit_id)
    where array[called.unit_id || '/case_coordinator', called.unit_id || '/case_worker',
      called.unit_id || '/national_coordinator'] && (select actor_audiences())::text[]));
`,
}
