import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root, say, Stop } from './say.mjs'

/** Does `work` while no other start does anything under the same name; two starts at once then install and build once. */
export async function alone(name, work) {
  const file = join(root, '.ariadne', `${name}.lock`)
  mkdirSync(dirname(file), { recursive: true })
  const until = Date.now() + 15 * 60_000
  for (let said = false; !take(file); said = true) {
    if (!said) say(`Another start is busy with "${name}"; waiting for it ...`)
    if (Date.now() > until) throw new Stop(`"${name}" takes too long elsewhere. If nothing else runs, remove ${file}`)
    await wait(200)
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (!isHeld(file)) rmSync(file, { force: true })
    return false
  }
}

function isHeld(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    // Empty for the moment between its making and its writing.
    if (pid > 0) process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
