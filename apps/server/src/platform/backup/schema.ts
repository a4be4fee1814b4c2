import type pg from 'pg'
import { BackupProblem } from './problem.ts'

export type TableInfo = { table: string; columns: string[]; bytes: number; forced: boolean }

/** Made anew by migrations, or worth nothing after a restore. */
const leftOut = ['app.migration', 'app.rate_limit']

/**
 * Every table of the instance's own schemas. The job queue is left out: its jobs only wake, and what they wake for is
 * in tables of ours.
 */
export const tablesOf = async (client: pg.Client): Promise<TableInfo[]> => {
  const found = await client.query<TableInfo & { unseen: boolean }>(
    `select format('%I.%I', n.nspname, c.relname) as table, c.relforcerowsecurity as forced,
       pg_table_size(c.oid)::float8 as bytes,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         and a.attgenerated = '' order by a.attnum) as columns,
       c.relforcerowsecurity and not exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polname = 'owner_all'
         and pg_get_expr(p.polqual, c.oid) = 'true') as unseen
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r') and n.nspname in ('app', 'auth') and c.relpersistence = 'p'
     order by 1`,
  )
  const unseen = found.rows.filter((row) => row.unseen).map((row) => row.table)
  if (unseen.length > 0)
    throw new BackupProblem(
      'unprotected_table',
      `Row-level security would hide rows of ${unseen.join(', ')} from the backup: they lack the policy owner_all.`,
    )
  return found.rows.filter((row) => !leftOut.includes(row.table))
}

export const sequencesOf = async (client: pg.Client): Promise<{ sequence: string; value: number | null }[]> => {
  const found = await client.query<{ sequence: string; value: number | null }>(
    `select format('%I.%I', schemaname, sequencename) as sequence, last_value::float8 as value
     from pg_sequences where schemaname in ('app', 'auth') order by 1`,
  )
  return found.rows
}
