import { fork, type ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { DemoInstance } from './region.ts'

export type InstanceProcess = {
  url: string
  /** Resolves at the first answer of /readyz, rejects when the instance ends before it. */
  ready: Promise<void>
  stop(): Promise<void>
}

const longestPause = 30_000
const steadyAfter = 60_000

/** Runs one instance as a process of its own, and starts it again, ever more slowly, whenever it ends unasked. */
export function startInstanceProcess(
  instance: DemoInstance,
  options: { program: string; logFolder: string; say: (line: string) => void },
): InstanceProcess {
  const url = `http://127.0.0.1:${instance.port}`
  const log = join(options.logFolder, `${instance.code}.log`)
  mkdirSync(options.logFolder, { recursive: true })
  const stopping = new AbortController()
  let child = launch(instance, options.program, log)
  const ready = untilReady(url, child, log)
  void keepRunning()
  return { url, ready, stop }

  async function keepRunning() {
    for (let pause = 500; ; pause = Math.min(pause * 2, longestPause)) {
      const started = performance.now()
      const code = await ended(child)
      if (stopping.signal.aborted) return
      if (performance.now() - started > steadyAfter) pause = 500
      options.say(`${instance.name} ended (${code}); starting it again in ${pause / 1000} s. Its log: ${log}`)
      try {
        await wait(pause, undefined, { signal: stopping.signal })
      } catch {
        // Asked to stop during the pause.
        return
      }
      child = launch(instance, options.program, log)
    }
  }

  async function stop() {
    stopping.abort()
    if (child.exitCode !== null || child.signalCode !== null) return
    const patience = setTimeout(() => child.kill('SIGKILL'), 10_000)
    child.kill('SIGTERM')
    await ended(child)
    clearTimeout(patience)
  }
}

function launch(instance: DemoInstance, program: string, log: string): ChildProcess {
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > 10_000_000) renameSync(log, `${log}.1`)
  const output = openSync(log, 'a', 0o600)
  try {
    return fork(program, ['serve', ...instance.args], {
      env: { ...process.env, ...instance.env },
      stdio: ['ignore', output, output, 'ipc'],
    })
  } finally {
    closeSync(output)
  }
}

const ended = (child: ChildProcess) =>
  new Promise<string>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(String(child.signalCode ?? child.exitCode))
    else child.once('exit', (code, signal) => resolve(String(signal ?? code)))
  })

async function untilReady(url: string, child: ChildProcess, log: string) {
  const from = statSync(log).size
  const until = performance.now() + 120_000
  while (!(await answers(`${url}/readyz`))) {
    if (child.exitCode !== null || child.signalCode !== null || performance.now() > until) {
      const said = readFileSync(log, 'utf8').slice(from).trim().split('\n').slice(-12).join('\n')
      throw new Error(`The instance at ${url} did not become ready. It said:\n${said}`)
    }
    await wait(20)
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) })
    await response.body?.cancel()
    return response.ok
  } catch {
    // Not listening yet: that is what is being waited for.
    return false
  }
}
