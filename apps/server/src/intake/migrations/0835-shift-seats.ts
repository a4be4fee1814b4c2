import type { Migration } from '../../platform/database/index.ts'

/** Whose turn it is, is seen by those who can be called (the domain's ALARM_ANSWERERS) and whoever's turn it is. */
export const shiftSeats: Migration = {
  id: '0835-shift-seats',
  sql: `
drop policy member_select on duty_shift;
create policy member_select on duty_shift for select to {{app}} using (
  member_id = (select actor_member())
  or array[unit_id || '/case_coordinator', unit_id || '/case_worker', unit_id || '/national_coordinator']
    && (select actor_audiences())::text[]);
`,
}
