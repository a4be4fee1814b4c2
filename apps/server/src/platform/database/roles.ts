import pg from 'pg'

/** The roles of one instance, all named after the owner's: `x_owner`, `x_app`, `x_system`, `x_auth`. */
export type Roles = { owner: string; app: string; system: string; auth: string }

export const rolesWithPrefix = (prefix: string): Roles => ({
  owner: `${prefix}_owner`,
  app: `${prefix}_app`,
  system: `${prefix}_system`,
  auth: `${prefix}_auth`,
})

export const rolesOfOwner = (owner: string): Roles => {
  if (!owner.endsWith('_owner'))
    throw new Error(
      `Migrations run as the role "${owner}", whose name does not end in _owner. Set database.owner to the address of the instance's owner role.`,
    )
  return rolesWithPrefix(owner.slice(0, -'_owner'.length))
}

export type Address = { host: string; port: number; user: string; password: string; database: string }

export const addressOf = (url: string): Address => {
  const client = new pg.Client({ connectionString: url })
  return {
    host: client.host,
    port: client.port,
    user: client.user ?? '',
    password: typeof client.password === 'string' ? client.password : '',
    database: client.database ?? '',
  }
}

/** Writes an address as a URL; a host that is a folder means a socket in it. */
export const urlOf = (address: Address): string => {
  const secret = address.password === '' ? '' : `:${encodeURIComponent(address.password)}`
  const login = `${encodeURIComponent(address.user)}${secret}`
  const database = encodeURIComponent(address.database)
  return address.host.startsWith('/')
    ? `postgres://${login}@localhost:${address.port}/${database}?host=${encodeURIComponent(address.host)}`
    : `postgres://${login}@${address.host}:${address.port}/${database}`
}
