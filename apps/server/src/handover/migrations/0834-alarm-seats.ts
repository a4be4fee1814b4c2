import type { Migration } from '../../platform/database/index.ts'

/** A message that failed is seen from the seats that do something about it (`MAY` of the stage's commands). */
export const alarmSeats: Migration = {
  id: '0834-alarm-seats',
  sql: `
drop policy member_select on exchange_alarm;
create policy member_select on exchange_alarm for select to {{app}} using (
  array[unit_id || '/focal_point', unit_id || '/case_coordinator'] && (select actor_audiences())::text[]);
`,
}
