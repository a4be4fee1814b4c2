import { readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { PostgresProblem } from './problem.ts'

/** The operating-system account a cluster belongs to. `switched` when that is not the account we run as ourselves. */
export type Account = { name: string; uid: number; gid: number; switched: boolean }

// PostgreSQL refuses to run as root. An operator who wants the files of the database apart from everything else creates
// an account `ariadne`; without one, an account that most machines have serves.
const preferred = ['ariadne', 'postgres', '_postgres', 'nobody']

/** Who runs PostgreSQL: ourselves, or, as root, the owner of a cluster that is already there or the best account found. */
export function getAccount(clusterFolder: string): Account {
  const self = userInfo()
  if (self.uid !== 0) return { name: self.username, uid: self.uid, gid: self.gid, switched: false }
  const accounts = readAccounts()
  const owner = statSync(clusterFolder, { throwIfNoEntry: false })?.uid
  const found =
    accounts.find(({ uid }) => uid === owner && uid !== 0) ??
    preferred.map((name) => accounts.find((account) => account.name === name)).find((account) => account !== undefined)
  if (found) return { ...found, switched: true }
  throw new PostgresProblem(
    'no_unprivileged_account',
    'PostgreSQL does not run as root, and this machine has no other account for it.',
    'Create one, for example with: useradd --system ariadne',
  )
}

/** Throws when `account` could not even pass through the folders above `folder`. */
export function assertReachable(folder: string, account: Account): void {
  if (!account.switched) return
  for (let parent = dirname(folder); ; parent = dirname(parent)) {
    const { mode, uid, gid } = statSync(parent)
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) {
      throw new PostgresProblem(
        'data_folder_unreachable',
        `Started as root, PostgreSQL runs as "${account.name}", which may not enter ${parent}.`,
        'Set ARIADNE_DATA to a folder under one that everyone may pass through, such as /var/lib/ariadne.',
      )
    }
    if (parent === dirname(parent)) return
  }
}

function readAccounts() {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [name, , uid, gid] = line.split(':')
      return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : []
    })
}
