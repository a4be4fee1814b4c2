import { createHash } from 'node:crypto'
import { chmodSync, chownSync, lstatSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from './errorCode.ts'
import type { Account } from './account.ts'
import { PostgresProblem } from './problem.ts'

// A socket's path has at most 107 bytes on Linux and 103 on macOS (sun_path in sys/un.h, less the closing zero).
const longestPath = 103
const longestName = '/.s.PGSQL.5432.lock'.length

/** Where the socket of the cluster in `home` lies: beside its data, or in /tmp when that path is too long for a socket. */
export function socketFolderFor(home: string): string {
  const beside = join(home, 'run')
  if (Buffer.byteLength(beside) + longestName <= longestPath) return beside
  return `/tmp/ariadne-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`
}

/** Makes the folder for `account` alone. In /tmp another user could have put one there first: that is refused. */
export function prepareSocketFolder(folder: string, account: Account): void {
  try {
    mkdirSync(folder, { mode: 0o700 })
    if (account.switched) chownSync(folder, account.uid, account.gid)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== account.uid) {
    throw new PostgresProblem(
      'socket_folder_taken',
      `${folder} belongs to someone else.`,
      'Remove it, or set ARIADNE_DATA to another (shorter) path.',
    )
  }
  chmodSync(folder, 0o700)
}
