import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeRunFolder, removeRunFolder } from '../../../../../tests/support/cluster.ts'
import { startEmbedded, stopEmbedded } from './index.ts'

let folder: string
let said: string[]
const logger = { info: (text: string) => void said.push(text), warn: (text: string) => void said.push(text) }
const start = (dataDir = folder) => startEmbedded({ dataDir, logger, durability: 'throwaway' })

beforeEach(() => {
  folder = makeRunFolder()
  said = []
})
afterEach(() => removeRunFolder(folder))

async function query(url: string, text: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<{ value: unknown }>(text)).rows.map(({ value }) => value)
  } finally {
    await client.end()
  }
}

test('a second start adopts the running server; after a stop the data is still there', async () => {
  const first = await start()
  await query(first.url('postgres'), 'create table kept as select 7 as value')
  const second = await start()
  expect(second).toMatchObject({ adopted: true, pid: first.pid })
  await second.stop()
  const third = await start()
  expect(third.adopted).toBe(false)
  expect(await query(third.url('postgres'), 'select value from kept')).toEqual([7])
})

test('starting twice at once makes one server', async () => {
  const [one, other] = await Promise.all([start(), start()])
  expect(one.pid).toBe(other.pid)
  expect([one.adopted, other.adopted].toSorted()).toEqual([false, true])
})

test('a server killed with SIGKILL is recovered from, with what was committed', async () => {
  const durable = () => startEmbedded({ dataDir: folder, logger })
  const first = await durable()
  await query(first.url('postgres'), 'create table kept as select 7 as value')
  process.kill(first.pid, 'SIGKILL')
  const second = await durable()
  expect(second.pid).not.toBe(first.pid)
  expect(await query(second.url('postgres'), 'select value from kept')).toEqual([7])
})

test('the number of a dead server may belong to another program by now: that one is left alone', async () => {
  const first = await start()
  await first.stop()
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  const pidFile = join(folder, 'postgres/data/postmaster.pid')
  writeFileSync(pidFile, `${stranger.pid}\n${join(folder, 'postgres/data')}\n1\n5432\n\n\n  1 1\nready   \n`)
  const second = await start()
  expect(second.adopted).toBe(false)
  expect(stranger.exitCode).toBeNull()
  expect(said).toContain('Removed the lock file of a database server that no longer runs')
  stranger.kill()
})

test('a server with other settings than ours is restarted', async () => {
  const first = await start()
  const conf = join(folder, 'postgres/postgresql.conf')
  writeFileSync(conf, readFileSync(conf, 'utf8').replace('32MB', '16MB'))
  const second = await start()
  expect(second.pid).not.toBe(first.pid)
  expect(await query(second.url('postgres'), `select current_setting('shared_buffers') as value`)).toEqual(['32MB'])
})

test('a cluster of another major version is left as it is, and the message says what to do', async () => {
  await (await start()).stop()
  writeFileSync(join(folder, 'postgres/data/PG_VERSION'), '17\n')
  await expect(start()).rejects.toMatchObject({
    code: 'other_major_version',
    remedy: expect.stringContaining('restore'),
  })
})

test('a path too long for a socket gets a private folder in /tmp', async () => {
  const deep = join(folder, 'a-folder-with-quite-a-long-name-indeed'.repeat(3))
  mkdirSync(deep, { mode: 0o755 })
  const server = await start(deep)
  expect(server.socketDir).toMatch(/^\/tmp\/ariadne-[0-9a-f]{12}$/)
  expect(await query(server.url('postgres'), `select 'here' as value`)).toEqual(['here'])
  await stopEmbedded(deep)
  rmSync(server.socketDir, { recursive: true })
})

test('half a cluster, left by a start that was killed, is made anew', async () => {
  mkdirSync(join(folder, 'postgres/data.new'), { recursive: true })
  writeFileSync(join(folder, 'postgres/data.new/half'), '')
  await start()
  expect(existsSync(join(folder, 'postgres/data.new'))).toBe(false)
})
