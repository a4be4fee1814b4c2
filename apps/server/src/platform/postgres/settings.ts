/** A cluster that tests throw away may lose everything in a crash; no other may. */
export type Durability = 'durable' | 'throwaway'

/**
 * postgresql.conf, whole: what is not here has PostgreSQL's default. Small on purpose: one instance with its database is
 * to fit in 250 MB. Statements are never logged with their values, because values can be personal data.
 */
export function postgresqlConf(socketFolder: string, durability: Durability): string {
  const settings: Record<string, string | number> = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    port: embeddedPort,
    cluster_name: 'ariadne',

    max_connections: 120,
    shared_buffers: '32MB',
    work_mem: '4MB',
    maintenance_work_mem: '32MB',
    effective_cache_size: '256MB',
    io_method: 'sync',
    wal_buffers: '1MB',
    max_wal_size: '256MB',
    min_wal_size: '48MB',
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_parallel_workers_per_gather: 1,
    random_page_cost: 1.1,
    jit: 'off',
    autovacuum_max_workers: 2,

    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    password_encryption: 'scram-sha-256',
    idle_in_transaction_session_timeout: '60s',

    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: 0,
    log_line_prefix: '%m [%p] %d ',
    // Thrown away are the clusters of tests, where many instances with pools of their own share one.
    ...(durability === 'throwaway'
      ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 400 }
      : {}),
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${typeof value === 'number' ? value : `'${value.replaceAll("'", "''")}'`}\n`)
    .join('')
}

/** Names the socket's file; nothing listens on a network port. */
export const embeddedPort = 5432

/**
 * pg_hba.conf: the superuser logs in by what the kernel says about the other end of the socket, so its password need not
 * exist anywhere. The roles of an instance give theirs, as they would to a server elsewhere.
 */
export const hostBasedAccess = (superuser: string) =>
  `local all ${superuser} peer map=ariadne\nlocal all all scram-sha-256\n`

/** pg_ident.conf: only the account that runs Ariadne may be the superuser. */
export const identityMap = (account: string, superuser: string) => `ariadne "${account}" ${superuser}\n`
