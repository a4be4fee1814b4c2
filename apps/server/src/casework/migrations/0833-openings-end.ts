import type { Migration } from '../../platform/database/index.ts'

/**
 * An opening in the list gives what was sealed when it was made, and only as long as whoever made it still reads the case
 * from the seat they made it from. Before, one opening went on giving whatever came later, to whoever had left.
 */
export const openingsEnd: Migration = {
  id: '0833-openings-end',
  sql: `
create or replace function open_sealed_parts(opening uuid, wanted uuid[])
  returns table (part_id uuid, subject uuid, class text, iv text, ciphertext text, wraps jsonb)
  language sql stable security definer set search_path = app, pg_temp
begin atomic
  select p.part_id, p.subject, p.class, p.iv, p.ciphertext,
    jsonb_agg(jsonb_build_object('reader', w.unit_id, 'keyId', w.key_id, 'enc', w.enc, 'ct', w.ct))
  from case_action a
  join sealed_part p on p.owner_id = a.case_id and p.owner_kind = 'case' and p.stored_at <= a.received_at
  join part_wrap w on w.part_id = p.part_id and w.unit_id = a.by_unit
  where a.id = opening and a.kind = 'vault.opened' and a.by_member = actor_member()
    and p.part_id = any (wanted) and a.body -> 'classes' ? p.class
    and exists (
      select from case_access c where c.case_id = a.case_id and c.unit_id = a.by_unit and c.function = a.by_function
        and c.audience = any (actor_audiences()))
  group by p.part_id;
end;
`,
}
