import type { Migration } from '../../platform/database/index.ts'

/**
 * A card is seen from the seats that may ask with it or decide about it (the domain's CARD_ASKERS and CARD_DECIDERS); an
 * interpreter of the same unit sees neither.
 */
export const cardSeats: Migration = {
  id: '0790-card-seats',
  sql: `
drop policy member_select on card_asked;
create policy member_select on card_asked for select to {{app}} using (
  array[unit_id || '/first_responder', unit_id || '/case_worker', unit_id || '/case_coordinator',
    unit_id || '/focal_point', unit_id || '/advocate'] && (select actor_audiences())::text[]);

drop policy member_select on card_shown;
create policy member_select on card_shown for select to {{app}} using (
  array[unit_id || '/case_worker', unit_id || '/case_coordinator', unit_id || '/focal_point']
    && (select actor_audiences())::text[]);
`,
}
