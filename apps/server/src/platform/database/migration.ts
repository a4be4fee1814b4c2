/**
 * One step forward of the schema, as SQL, so that its hash is the same from source and from a bundle. Role names differ
 * between instances and are written as `{{owner}}`, `{{app}}`, `{{system}}` and `{{auth}}`.
 */
export type Migration = {
  /** `NNNN-name`. The number is unique over the whole server and gives the order. */
  id: string
  sql: string
}

export type RowPolicies = {
  /** SQL conditions for members; a missing one means: not at all. */
  select?: string
  insert?: string
  /** One condition for the row before and after, or one for each. */
  update?: string | { before: string; after: string }
  delete?: string
}

/**
 * SQL that puts a table under forced row-level security: the owner and the instance's own jobs by explicit policies,
 * members by the given conditions. Write the actor as `(select app.actor_units())` so that the planner evaluates it
 * once and can use an index.
 */
export const protect = (table: string, members: RowPolicies): string => {
  const policies = [
    `create policy owner_all on ${table} to {{owner}} using (true) with check (true);`,
    `create policy system_all on ${table} to {{system}} using (true) with check (true);`,
  ]
  if (members.select !== undefined)
    policies.push(`create policy member_select on ${table} for select to {{app}} using (${members.select});`)
  if (members.insert !== undefined)
    policies.push(`create policy member_insert on ${table} for insert to {{app}} with check (${members.insert});`)
  if (members.update !== undefined) {
    const { before, after } =
      typeof members.update === 'string' ? { before: members.update, after: members.update } : members.update
    policies.push(
      `create policy member_update on ${table} for update to {{app}} using (${before}) with check (${after});`,
    )
  }
  if (members.delete !== undefined)
    policies.push(`create policy member_delete on ${table} for delete to {{app}} using (${members.delete});`)
  return [
    `alter table ${table} enable row level security;`,
    `alter table ${table} force row level security;`,
    ...policies,
  ].join('\n')
}

/** SQL that lets nobody but the owner change or remove a row once it is written. */
export const appendOnly = (table: string): string =>
  `revoke update, delete, truncate on ${table} from {{app}}, {{system}};`
