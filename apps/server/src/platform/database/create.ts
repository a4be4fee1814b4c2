import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { addressOf, rolesWithPrefix, urlOf } from './roles.ts'

export type InstanceUrls = { owner: string; app: string; auth: string }

export type CreateOptions = {
  /** Name of the database, and of the roles before `_owner`, `_app`, ... By default from the instance's id. */
  name?: string
  /** Roles under another name than the database's, so that several databases can share them. */
  roles?: string
  /** Passwords to set; by default random ones. */
  passwords?: { owner: string; app: string; auth: string }
  /** An existing database to copy instead of an empty one. */
  template?: string
}

const quote = (name: string) => pg.escapeIdentifier(name)
const literal = (text: string) => pg.escapeLiteral(text)

/**
 * Makes the roles and the empty database of one instance, or gives existing ones fresh passwords. The superuser's
 * address is needed here and nowhere else: no running instance knows it.
 */
export const createInstanceDatabase = async (
  superuserUrl: string,
  instanceId: string,
  options: CreateOptions = {},
): Promise<InstanceUrls> => {
  const name = options.name ?? `ariadne_${instanceId.replace(/^ins_/u, '')}`
  const prefix = options.roles ?? name
  const roles = rolesWithPrefix(prefix)
  const fresh = () => randomBytes(24).toString('base64url')
  const passwords = options.passwords ?? { owner: fresh(), app: fresh(), auth: fresh() }
  const base = addressOf(superuserUrl)

  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    // Several of one cluster may be made at once; PostgreSQL refuses to change one role twice in the same moment.
    await client.query("select pg_advisory_lock(hashtext('ariadne roles'))")
    const existing = await client.query<{ rolname: string }>('select rolname from pg_roles where rolname = any($1)', [
      Object.values(roles),
    ])
    const have = new Set(existing.rows.map((row) => row.rolname))
    const role = (which: string, attributes: string) =>
      `${have.has(which) ? 'alter' : 'create'} role ${quote(which)} ${attributes} nosuperuser nocreatedb nocreaterole noreplication;`
    const login = (password: string) => `login password ${literal(password)}`
    await client.query(
      [
        role(roles.owner, login(passwords.owner)),
        // NOINHERIT: the app role has the system role's rights only where it says "set role".
        role(roles.app, `${login(passwords.app)} noinherit`),
        role(roles.auth, login(passwords.auth)),
        role(roles.system, 'nologin'),
        `grant ${quote(roles.system)} to ${quote(roles.app)};`,
      ].join('\n'),
    )
    await client.query("select pg_advisory_unlock(hashtext('ariadne roles'))")
    const found = await client.query('select 1 from pg_database where datname = $1', [name])
    if (found.rowCount === 0) {
      await client.query(
        `create database ${quote(name)} owner ${quote(roles.owner)} template ${quote(options.template ?? 'template0')}`,
      )
      await client.query(
        [
          `revoke all on database ${quote(name)} from public;`,
          `grant connect on database ${quote(name)} to ${quote(roles.app)}, ${quote(roles.auth)};`,
        ].join('\n'),
      )
    }
  } finally {
    await client.end()
  }
  const url = (user: string, password: string) => urlOf({ ...base, user, password, database: name })
  return {
    owner: url(roles.owner, passwords.owner),
    app: url(roles.app, passwords.app),
    auth: url(roles.auth, passwords.auth),
  }
}
