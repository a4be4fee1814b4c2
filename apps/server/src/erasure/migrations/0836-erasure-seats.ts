import type { Migration } from '../../platform/database/index.ts'

/** That a case is to be erased, and why, is seen by those who read the case from a seat that may decide it (`SECOND`). */
export const erasureSeats: Migration = {
  id: '0836-erasure-seats',
  sql: `
drop policy member_select on erasure;
create policy member_select on erasure for select to {{app}} using (
  array[unit_id || '/case_coordinator', unit_id || '/case_worker', unit_id || '/focal_point']
    && (select actor_audiences())::text[]);
`,
}
