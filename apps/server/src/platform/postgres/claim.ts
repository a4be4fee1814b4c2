import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { errorCode } from './errorCode.ts'
import { isAlive } from './postmaster.ts'
import { PostgresProblem } from './problem.ts'

/**
 * Makes `file` ours, waiting up to `patience` milliseconds for the process that holds it; a holder that died holds nothing.
 *
 * @returns what gives it back
 */
export async function claim(file: string, patience: number): Promise<() => void> {
  const until = performance.now() + patience
  for (;;) {
    if (tryClaim(file)) return () => rmSync(file, { force: true })
    const holder = findHolder(file)
    if (holder === undefined) continue
    if (!holder.live) discard(file)
    else if (performance.now() > until) {
      throw new PostgresProblem(
        'in_use',
        `Process ${holder.pid} holds ${file}.`,
        'Stop it first, or use another data folder.',
      )
    } else await wait(50)
  }
}

/**
 * Makes `file` ours if nobody holds it. Written aside and linked into place, so that nobody ever reads a claim without its
 * holder.
 */
export function tryClaim(file: string): boolean {
  const aside = `${file}.${process.pid}`
  writeFileSync(aside, `${process.pid} ${identify(process.pid)}`)
  try {
    linkSync(aside, file)
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  } finally {
    rmSync(aside)
  }
}

/** Takes a dead holder's claim away; when someone else was quicker and holds a new one by now, it is put back. */
function discard(file: string): void {
  const aside = `${file}.${process.pid}.old`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return
    throw error
  }
  if (findHolder(aside)?.live && !existsSync(file)) linkSync(aside, file)
  rmSync(aside, { force: true })
}

/** Who holds a claim, and whether that process still runs: a number alone is given to other processes later. */
export function findHolder(file: string): { pid: number; live: boolean } | undefined {
  try {
    const [number, ...identity] = readFileSync(file, 'utf8').split(' ')
    const pid = Number(number)
    return { pid, live: isAlive(pid) && identify(pid) === identity.join(' ') }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** The start of this boot and the process's start within it; empty where the system does not tell. */
function identify(pid: number): string {
  if (process.platform !== 'linux') return ''
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // Field 22 of proc(5), counted from behind the program's name, which may hold blanks and brackets.
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${started}`
  } catch {
    // It ended between our two looks at it.
    return 'ended'
  }
}
