import type { InstanceId, Targets } from '@ariadne/domain'
import type { HandoverDoor } from '../handover/index.ts'
import type { Trust } from '../network/index.ts'
import type { Logger } from '../platform/log.ts'

export type CardDeps = {
  me: InstanceId
  log: Logger
  now: () => string
  targets: () => Targets
  trust: Trust
  send: HandoverDoor['send']
}
