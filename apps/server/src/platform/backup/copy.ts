import type pg from 'pg'

/** What of pg's connection the COPY sub-protocol needs; pg leaves it to its callers (PostgreSQL manual, 55.2.7). */
type Wire = {
  query: (text: string) => void
  sendCopyFromChunk: (chunk: Buffer) => void
  endCopyFrom: () => void
  sendCopyFail: (reason: string) => void
  stream: {
    pause: () => void
    resume: () => void
    writableNeedDrain: boolean
    once: (event: 'drain', then: () => void) => void
  }
}

/** Reads `COPY ... TO STDOUT` as a stream of rows in text form. */
export async function* copyOut(client: pg.Client, statement: string): AsyncGenerator<Buffer> {
  const waiting: Buffer[] = []
  let held = 0
  let done = false
  let failure: unknown
  let wake: () => void = () => undefined
  let wire: Wire | undefined
  const query = {
    submit: (connection: Wire) => {
      wire = connection
      connection.query(statement)
    },
    handleCopyData: ({ chunk }: { chunk: Buffer }, connection: Wire) => {
      // The parser reuses its buffer, so the bytes are copied before the next message overwrites them.
      waiting.push(Buffer.from(chunk))
      held += chunk.length
      if (held > 4_000_000) connection.stream.pause()
      wake()
    },
    handleError: (error: unknown) => {
      failure = error
      done = true
      wake()
    },
    handleReadyForQuery: () => {
      done = true
      wake()
    },
    handleCommandComplete: () => undefined,
    handleRowDescription: () => undefined,
    handleDataRow: () => undefined,
  }
  client.query(query as unknown as pg.Submittable)
  for (;;) {
    const chunks = waiting.splice(0)
    held = 0
    if (chunks.length > 0) {
      yield Buffer.concat(chunks)
      wire?.stream.resume()
      continue
    }
    if (done) break
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }
  if (failure !== undefined) throw failure
}

/** Feeds `COPY ... FROM STDIN`. When the source fails, the statement fails with it. */
export const copyIn = async (client: pg.Client, statement: string, source: AsyncIterable<Buffer>): Promise<void> => {
  await new Promise<void>((resolve, reject) => {
    let failure: unknown
    const feed = async (connection: Wire) => {
      try {
        for await (const chunk of source) {
          connection.sendCopyFromChunk(chunk)
          if (connection.stream.writableNeedDrain)
            await new Promise<void>((drained) => connection.stream.once('drain', drained))
        }
        connection.endCopyFrom()
      } catch (error) {
        failure = error
        connection.sendCopyFail('the source failed')
      }
    }
    const query = {
      submit: (connection: Wire) => connection.query(statement),
      handleCopyInResponse: (connection: Wire) => void feed(connection),
      // What went wrong in the source says more than that the statement was then given up. After an error pg tells
      // this query nothing more.
      handleError: (error: unknown) => reject(failure ?? error),
      handleReadyForQuery: () => resolve(),
      handleCommandComplete: () => undefined,
      handleRowDescription: () => undefined,
      handleDataRow: () => undefined,
    }
    client.query(query as unknown as pg.Submittable)
  })
}
