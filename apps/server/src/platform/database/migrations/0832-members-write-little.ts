import { protect } from '../migration.ts'
import type { Migration } from '../migration.ts'

/** Written by whoever runs the instance (the command line, its start), and by its own rules; never while a member acts. */
const nobodyActs = `(select actor_member()) is null`
const directory = { select: 'true', insert: nobodyActs, update: nobodyActs, delete: nobodyActs }

/**
 * Seats follow from memberships, so a member's transaction that could write a membership, or put another public key in a
 * unit's place, could make itself more than it is. What a fault in a query could reach is closed here once more.
 */
export const membersWriteLittle: Migration = {
  id: '0832-members-write-little',
  sql: `
${['organisation', 'unit', 'member', 'membership', 'instance_state'].map((table) => protect(table, directory)).join('\n')}

-- A key is made by somebody of the unit; that it is retired follows from a rule.
${protect('unit_key', {
  select: 'true',
  insert: `unit_id = any ((select actor_units())::text[]) and created_by = (select actor_member())`,
})}

-- The sealed seed is given out by the instance, which notes who took it first.
revoke select on recovery_kit from {{app}};
grant select (unit_id, version, created_by, created_at) on recovery_kit to {{app}};

-- What comes due names cases and alarms of everybody, and makes the instance act.
drop policy member_select on due;
drop policy member_insert on due;
drop policy member_update on due;
revoke all on due from {{app}};
`,
}
