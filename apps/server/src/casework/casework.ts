import type { Actor, CaseId, CaseState, InstanceId, Targets } from '@ariadne/domain'
import type { Clock } from '../platform/clock.ts'
import { stamp } from '../platform/clock.ts'
import { asSystem } from '../platform/database/index.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import { addWraps, appendActs } from './append/append-acts.ts'
import type { AppendCheck, AppendedHook, AppendOutcome, AppendRequest } from './append/append-acts.ts'
import { noPeers } from './directory.ts'
import type { PeerDirectory } from './directory.ts'
import { eraseBodies, eraseIn } from './erase.ts'
import type { CaseEraser } from './erase.ts'
import type { MessageSource } from './reads/view-case.ts'
import type { AddedWrap, Refused } from './sealed-parts.ts'
import { lockStanding } from './store.ts'

export type CaseworkDeps = {
  db: Database
  clock: Clock
  instanceId: InstanceId
  /** ISO code of this instance's country. */
  country: string
  /** As the country's profile has them just now. */
  targets: () => Targets
}

export type Casework = {
  instanceId: InstanceId
  /** Appends acts to a case in the caller's transaction; see append/append-acts.ts. */
  appendActs: (tx: Tx, request: AppendRequest) => Promise<AppendOutcome>
  /** The state of a case, locked until the transaction ends; an empty case when there is none. For the instance's own work. */
  lockState: (tx: Tx, caseId: CaseId) => Promise<CaseState>
  /** Lets units that joined since read parts already there; see append/append-acts.ts. */
  addWraps: (
    tx: Tx,
    request: { caseId: CaseId; sealers: readonly Actor[]; wraps: readonly AddedWrap[] },
  ) => Promise<Refused | null>
  /** Another stage's objections, asked before anything is written. */
  check: (check: AppendCheck) => void
  /** What another stage does when acts were appended, in the same transaction. */
  onAppended: (hook: AppendedHook) => void
  /** Units of other instances, from the trust list. Until it is called there are none. */
  connectPeers: (peers: PeerDirectory) => void
  /** Where the messages about a case are found, for its page. Until it is called there are none. */
  connectMessages: (messages: MessageSource) => void
  /** What another stage keeps of a case and erases with it. */
  onErased: (erase: CaseEraser) => void
  /** Irreversibly erases what a closed case says; see erase.ts. */
  eraseBodies: (caseId: CaseId) => Promise<{ erased: number }>
  /** The same in the caller's transaction, which has checked that two people want it. */
  erase: (tx: Tx, caseId: CaseId) => Promise<{ erased: number }>
  peers: () => PeerDirectory
  messages: () => MessageSource
}

/** Cases: their lists of actions, who may read them, what waits. One for each instance. */
export const createCasework = (deps: CaseworkDeps): Casework => {
  const checks: AppendCheck[] = []
  const hooks: AppendedHook[] = []
  const erasers: CaseEraser[] = []
  let peers = noPeers
  let messages: MessageSource = async () => []
  const appending = {
    instanceId: deps.instanceId,
    country: deps.country,
    now: () => stamp(deps.clock),
    targets: deps.targets,
    peers: () => peers,
    checks,
    hooks,
  }
  return {
    instanceId: deps.instanceId,
    appendActs: (tx, request) => appendActs(appending, tx, request),
    lockState: (tx, caseId) => asSystem(tx, async () => (await lockStanding(tx, caseId, deps.instanceId)).state),
    addWraps: (tx, request) => addWraps(appending, tx, request),
    check: (check) => void checks.push(check),
    onAppended: (hook) => void hooks.push(hook),
    connectPeers: (directory) => {
      peers = directory
    },
    connectMessages: (source) => {
      messages = source
    },
    onErased: (erase) => void erasers.push(erase),
    eraseBodies: (caseId) => eraseBodies({ ...deps, erasers }, caseId),
    erase: (tx, caseId) => asSystem(tx, () => eraseIn({ ...deps, erasers }, tx, caseId)),
    peers: () => peers,
    messages: () => messages,
  }
}
