import pg from 'pg'

export type Statement = { text: string; values: unknown[] }

/**
 * Runs `work` and keeps what connections of one role sent meanwhile, connection by connection: their transactions may
 * have run side by side, and replayed one after the other each stays whole.
 */
export const recordSql = async <T>(
  role: string,
  work: () => Promise<T>,
): Promise<{ sent: Statement[]; byConnection: Statement[][]; result: T }> => {
  const connections = new Map<unknown, Statement[]>()
  // Every pool of this process is made of these clients, so this is where all SQL goes by.
  const prototype = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown }
  const original = prototype.query
  prototype.query = function (this: pg.Client & { user?: string }, ...args: unknown[]) {
    const [first, second] = args
    if (this.user === role) {
      const config = typeof first === 'string' ? { text: first, values: second } : (first as Partial<Statement>)
      const sent = connections.get(this) ?? []
      connections.set(this, sent)
      if (typeof config.text === 'string')
        sent.push({ text: config.text, values: Array.isArray(config.values) ? [...(config.values as unknown[])] : [] })
    }
    return original.apply(this, args)
  }
  try {
    const result = await work()
    const byConnection = [...connections.values()]
    return { sent: byConnection.flat(), byConnection, result }
  } finally {
    prototype.query = original
  }
}

/** Sends recorded statements again, one after the other, over one bare connection. */
export const replay = async (client: pg.Client, statements: readonly Statement[]): Promise<void> => {
  for (const { text, values } of statements) await client.query(text, values)
}

/** A bare connection as the app role has one, without anything of ours around it. */
export const connectBare = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url, options: '-c search_path=app -c TimeZone=UTC' })
  await client.connect()
  return client
}
