import type { Migration } from '../../platform/database/index.ts'

/**
 * Being in a unit is not enough to see what waits there: an interpreter or a rapporteur may be in it, too. What is called
 * for, written from outside or to be looked at again is seen from the seats that deal with it (the domain's
 * ALARM_ANSWERERS, REFERRAL_RECEIVERS and REFERRAL_SENDERS).
 */
export const seats: Migration = {
  id: '0785-seats',
  sql: `
drop policy member_select on outside_contact;
create policy member_select on outside_contact for select to {{app}} using (
  array[unit_id || '/case_coordinator', unit_id || '/case_worker'] && (select actor_audiences())::text[]);

drop policy member_select on duty_alarm;
create policy member_select on duty_alarm for select to {{app}} using (
  raised_by_member = (select actor_member())
  or ringing && (select actor_units())::text[] and exists (
    select from unnest(ringing) as called (unit_id)
    where array[called.unit_id || '/case_coordinator', called.unit_id || '/case_worker',
      called.unit_id || '/national_coordinator'] && (select actor_audiences())::text[]));

drop policy member_select on look_again;
create policy member_select on look_again for select to {{app}} using (
  array[unit_id || '/first_responder', unit_id || '/case_worker', unit_id || '/case_coordinator',
    unit_id || '/focal_point', unit_id || '/advocate'] && (select actor_audiences())::text[]);
`,
}
