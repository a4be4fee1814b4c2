import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { root, Stop } from './say.mjs'

const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Environment for everything that runs on Node 24: programs started by name find it, and code loads from V8's cache. */
export const environment = (node) => ({
  ...process.env,
  PATH: `${join(node, '..')}:${process.env.PATH ?? ''}`,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules/.cache/compile'),
})

/**
 * Runs Node 24 in the foreground and returns its exit code. Signals are passed on. A `tethered` child also learns through
 * a channel when this process is killed, and ends by itself.
 */
export function run(node, args, { cwd = root, tethered = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, {
      cwd,
      env: environment(node),
      stdio: ['inherit', 'inherit', 'inherit', ...(tethered ? ['ipc'] : [])],
    })
    const handlers = passedOn.map((signal) => [signal, () => child.kill(signal)])
    for (const [signal, handler] of handlers) process.on(signal, handler)
    const watch = endWhenOrphaned(child)
    child.once('error', (error) => reject(new Stop(`Node 24 (${node}) could not be started: ${error.message}`)))
    child.once('exit', (code, signal) => {
      clearInterval(watch)
      for (const [name, handler] of handlers) process.off(name, handler)
      resolve(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1))
    })
  })
}

/** npm that was killed leaves its script running without a terminal to end it from. */
function endWhenOrphaned(child) {
  if (!process.env.npm_lifecycle_event) return undefined
  const npm = npmAbove()
  const watch = setInterval(() => {
    if (npmAbove() !== npm) child.kill('SIGTERM')
  }, 500)
  watch.unref()
  return watch
}

/** npm is our parent, or, where it runs scripts through a shell that stays, the parent of that shell. */
function npmAbove() {
  if (process.platform !== 'linux') return process.ppid
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8')
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    return /^(ba|da|a|z)?sh$/.test(name) ? parent : process.ppid
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'ESRCH') throw error
    return undefined
  }
}
