import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeRunFolder, removeRunFolder } from '../../../../tests/support/cluster.ts'

const program = join(import.meta.dirname, 'testing/fakeRegion.ts')
const port = 4920
let folder: string
let running: Demo[] = []

beforeEach(() => {
  folder = makeRunFolder()
})
afterEach(async () => {
  for (const { process } of running) await stop(process, 'SIGTERM')
  running = []
  await removeRunFolder(folder)
})

type Demo = { process: ChildProcess; said: () => string }

function demo(variables: Record<string, string> = {}): Demo {
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, DATABASE_URL: '', ARIADNE_DATA: folder, PORT: String(port), ...variables },
    // With a channel, as the start script has it.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += String(chunk)))
  const one = { process: child, said: () => said }
  running.push(one)
  return one
}

async function until<Value>(what: () => Promise<Value | undefined> | Value | undefined): Promise<Value> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const value = await what()
    if (value) return value
    await wait(20)
  }
  throw new Error(
    `It did not happen: ${what.toString()}. Said so far: ${running.map(({ said }) => said()).join('\n---\n')}`,
  )
}

const isReady = (one: Demo) => until(() => one.said().includes('Ctrl-C stops everything'))
const fetchPid = (offset: number) =>
  fetch(`http://127.0.0.1:${port + offset}/pid`)
    .then((response) => response.text())
    .then(Number)
    .catch(() => undefined)
const databasePid = () => Number(readFileSync(join(folder, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0])
const isFree = async (offset: number) => (await fetchPid(offset)) === undefined

async function stop(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
  return child.exitCode
}

test('says the addresses and sign-ins, and one Ctrl-C stops everything, the database last', async () => {
  const one = demo()
  await isReady(one)
  expect(one.said()).toContain(`Country bb  http://127.0.0.1:${port + 1}`)
  expect(one.said()).toMatch(/Country aa\n +screens +officer@aa\.example\n/)
  expect(one.said()).toContain("Everyone's passphrase: not a secret")
  expect(await stop(one.process, 'SIGINT')).toBe(0)
  expect([await isFree(0), await isFree(1)]).toEqual([true, true])
  expect(databasePid).toThrow(/ENOENT/)
})

test('an instance that dies is started again', async () => {
  const one = demo()
  await isReady(one)
  const first = await until(() => fetchPid(0))
  process.kill(first, 'SIGKILL')
  const second = await until(async () => {
    const pid = await fetchPid(0)
    return pid === first ? undefined : pid
  })
  expect(second).not.toBe(first)
  expect(one.said()).toContain('Country aa ended (SIGKILL); starting it again')
})

test('a database server that dies is started again', async () => {
  const one = demo()
  await isReady(one)
  const first = databasePid()
  process.kill(first, 'SIGKILL')
  // Between the two there is a moment with none.
  const next = (): number | undefined => {
    try {
      return databasePid()
    } catch {
      return undefined
    }
  }
  expect(await until(() => (next() === first ? undefined : next()))).not.toBe(first)
  expect(one.said()).toContain('The database server ended; starting it again')
})

test('after SIGKILL the instances end by themselves, and the next start adopts the database', async () => {
  const one = demo()
  await isReady(one)
  const database = databasePid()
  await stop(one.process, 'SIGKILL')
  const next = demo()
  await isReady(next)
  expect(next.said()).toContain('Adopted the database server')
  expect(databasePid()).toBe(database)
  expect(await stop(next.process, 'SIGTERM')).toBe(0)
})

test('when whoever started it is gone, it stops everything by itself', async () => {
  const one = demo()
  await isReady(one)
  one.process.disconnect()
  await once(one.process, 'exit')
  expect(one.process.exitCode).toBe(0)
  expect(databasePid).toThrow(/ENOENT/)
})

test('a start that is interrupted leaves nothing running', async () => {
  const one = demo()
  await until(() => one.said().includes('Making a new database cluster'))
  await stop(one.process, 'SIGINT')
  expect(one.process.exitCode).toBe(0)
  expect(databasePid).toThrow(/ENOENT/)
  expect(await isFree(0)).toBe(true)
})

test('a second start on the same folder is told what runs there', async () => {
  const one = demo()
  await isReady(one)
  const second = demo({ PORT: String(port + 10) })
  const [code] = await once(second.process, 'exit')
  expect(code).toBe(1)
  expect(second.said()).toContain(`The demo runs already, as process ${one.process.pid}.`)
})

test('a port that is taken is named, and so is what to do', async () => {
  const stranger = createServer().listen(port + 1, '127.0.0.1')
  await once(stranger, 'listening')
  const one = demo()
  const [code] = await once(one.process, 'exit')
  expect(code).toBe(1)
  expect(one.said()).toContain(`Another program listens on 127.0.0.1:${port + 1}. End it, or move all 5 ports`)
  stranger.close()
})
