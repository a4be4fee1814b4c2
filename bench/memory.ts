import { readdirSync, readFileSync } from 'node:fs'

/**
 * Memory of processes and everything they started, in MB. Counted as PSS (proc(5), smaps_rollup): a page that several
 * processes share, such as PostgreSQL's buffers, is divided among them and so counts once.
 */
export function memoryOf(roots: readonly number[]): number {
  const parents = new Map(processes().map((pid) => [pid, parentOf(pid)]))
  const family = new Set(roots)
  for (let size = 0; size !== family.size;) {
    size = family.size
    for (const [pid, parent] of parents) if (parent !== undefined && family.has(parent)) family.add(pid)
  }
  return [...family].reduce((sum, pid) => sum + kilobytes(pid), 0) / 1024
}

const processes = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)

function parentOf(pid: number): number | undefined {
  const stat = readIfAlive(`/proc/${pid}/stat`)
  return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

const kilobytes = (pid: number) =>
  Number(/^Pss:\s+(\d+) kB/m.exec(readIfAlive(`/proc/${pid}/smaps_rollup`) ?? '')?.[1] ?? 0)

function readIfAlive(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Ended meanwhile.
    return undefined
  }
}
