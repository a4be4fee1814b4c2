import { existsSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { errorCode } from './errorCode.ts'
import { PostgresProblem } from './problem.ts'

/** A running PostgreSQL. `program` is the file it was started from, with " (deleted)" when that file is gone since. */
export type Postmaster = { pid: number; program: string; status: 'starting' | 'stopping' | 'ready' }

/** The live server of this cluster, found through postmaster.pid; a number that now belongs to another program is not one. */
export function findPostmaster(cluster: string): Postmaster | undefined {
  const lines = readPidFile(cluster)
  const pid = Number(lines?.[0])
  if (!lines || !Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined
  const command = findCommand(pid)
  if (!command?.slice(1).includes(cluster)) return undefined
  // Line 8 is written last, padded with blanks (PostgreSQL source, miscadmin.h, LOCK_FILE_LINE_PM_STATUS).
  const status = lines[7]?.trim()
  return {
    pid,
    program: findProgram(pid) ?? command[0] ?? '',
    status: status === 'ready' || status === 'stopping' ? status : 'starting',
  }
}

/**
 * PostgreSQL itself takes no notice of the file a dead server left, unless the number in it is in use: given to another
 * program since, or still held by a dead process that nobody waited for, as in containers without an init. Then the file
 * has to go, but only once no process of the dead server holds its shared memory, because such a one could still write.
 */
export async function clearStalePidFile(cluster: string, patience = 10_000): Promise<boolean> {
  const lines = readPidFile(cluster)
  const pid = Number(lines?.[0])
  if (!lines || !Number.isInteger(pid) || pid <= 0 || !isInUse(pid) || findPostmaster(cluster)) return false
  const segment = lines[6]?.trim().split(/\s+/)[1]
  const until = performance.now() + patience
  while (segment !== undefined && isAttached(segment)) {
    if (performance.now() > until) return false
    await wait(50)
  }
  rmSync(join(cluster, 'postmaster.pid'), { force: true })
  return true
}

/** Whether a process has the System V shared memory segment with this id, by the table of proc_sysvipc(5). */
function isAttached(segment: string): boolean {
  const table = '/proc/sysvipc/shm'
  if (!existsSync(table)) return false
  return readFileSync(table, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .some((columns) => columns[1] === segment && Number(columns[6]) > 0)
}

/** Asks for a fast shutdown: sessions are cut off, transactions rolled back, everything written. */
export async function stopPostmaster(pid: number, patience = 30_000): Promise<void> {
  if (!signal(pid, 'SIGINT')) return
  if (await hasEnded(pid, patience)) return
  // What is committed is in the log already and is replayed at the next start.
  signal(pid, 'SIGQUIT')
  if (await hasEnded(pid, patience)) return
  throw new PostgresProblem(
    'does_not_stop',
    `PostgreSQL (process ${pid}) does not stop.`,
    `End it with: kill -9 ${pid}`,
  )
}

async function hasEnded(pid: number, patience: number): Promise<boolean> {
  const until = performance.now() + patience
  while (isAlive(pid)) {
    if (performance.now() > until) return false
    await wait(15)
  }
  return true
}

/** True while a process has this number; one that ended and was not waited for, as happens in containers, has not. */
export function isAlive(pid: number): boolean {
  return isInUse(pid) && !isZombie(pid)
}

function isInUse(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')
  } catch {
    // No such entry any more: it ended between our two looks at it.
    return true
  }
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name)
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false
    throw error
  }
}

function readPidFile(cluster: string): string[] | undefined {
  const file = join(cluster, 'postmaster.pid')
  try {
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : undefined
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** The words a process was started with. */
function findCommand(pid: number): string[] | undefined {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(' ')
  } catch {
    // The process ended between our two looks at it.
    return undefined
  }
}

function findProgram(pid: number): string | undefined {
  if (process.platform !== 'linux') return undefined
  try {
    return readlinkSync(`/proc/${pid}/exe`)
  } catch {
    // Ended meanwhile, or the kernel keeps it from us: the command line then stands in for it.
    return undefined
  }
}
