import type { Migration } from '../migration.ts'
import { organisation } from './0001-organisation.ts'
import { accounts } from './0002-accounts.ts'
import { workings } from './0003-workings.ts'
import { devices } from './0622-devices.ts'
import { passphrase } from './0730-passphrase.ts'
import { unitKeys } from './0731-unit-keys.ts'
import { membersWriteLittle } from './0832-members-write-little.ts'

export const platformMigrations: readonly Migration[] = [
  organisation,
  accounts,
  workings,
  devices,
  passphrase,
  unitKeys,
  membersWriteLittle,
]
