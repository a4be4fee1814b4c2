import { DEFAULT_TARGETS, targetsOf } from '@ariadne/domain'
import type { InstanceId, Targets } from '@ariadne/domain'
import { networkOf } from '../network/index.ts'
import type { Platform, Stage } from '../platform/stage.ts'
import { createCasework } from './casework.ts'
import type { Casework } from './casework.ts'
import { registerCommands } from './commands.ts'
import type { PeerDirectory } from './directory.ts'
import { caseworkMigrations } from './migrations/index.ts'
import { startSweeping } from './overdue.ts'
import { refold } from './refold.ts'
import { registerRewrapping } from './rewrap.ts'
import { caseQueues } from './reads/queue-lines.ts'
import { caseRoutes } from './routes.ts'

/** The casework of this instance, for the stages that start after it. */
export const caseworkOf = (platform: Pick<Platform, 'services'>): Casework => {
  const door = platform.services.get('casework') as Casework | undefined
  if (door === undefined) throw new Error('The casework stage has to start before the stages that use it.')
  return door
}

/** The targets of this instance's country; a country without a profile works with the defaults. */
export const targetsFor = ({ content, config }: Pick<Platform, 'content' | 'config'>): Targets => {
  const profile = content.countries.find((one) => one.country === config.instance.country)
  return profile ? targetsOf(profile) : DEFAULT_TARGETS
}

/** Units abroad as the trust list has them. While it is out of date there are none: nothing is sealed to an old key. */
const peersOf = (platform: Platform): PeerDirectory => {
  const { trust } = networkOf(platform)
  const find = (list: ReturnType<typeof trust.lastList>, instanceId: string, unitId: string) => {
    const member = list?.members.find((one) => one.id === instanceId)
    const unit = member?.units.find((one) => one.id === unitId)
    return member && unit ? { member, unit } : undefined
  }
  return {
    findUnit: (instanceId, unitId) => {
      const status = trust.status()
      const found = status.fresh ? find(status.list, instanceId, unitId) : undefined
      return (
        found && {
          unitId,
          kinds: found.unit.kinds,
          country: found.member.country ?? '',
          keyId: found.unit.key?.keyId ?? null,
        }
      )
    },
    findName: (instanceId, unitId) => find(trust.lastList(), instanceId, unitId)?.unit.name,
  }
}

export const caseworkStage: Stage = {
  name: 'casework',
  migrations: caseworkMigrations,
  start: async (platform, register) => {
    const { db, clock, log, config } = platform
    const deps = {
      db,
      clock,
      instanceId: config.instance.id as InstanceId,
      country: config.instance.country ?? '',
      targets: () => targetsFor(platform),
    }
    await refold(deps)
    const casework = createCasework(deps)
    if (platform.services.has('network')) casework.connectPeers(peersOf(platform))
    platform.services.set('casework', casework)
    registerCommands(register, casework)
    caseRoutes(register, platform, casework)
    registerRewrapping(register, db)
    register.queues(caseQueues)
    register.onStop(startSweeping({ db, clock, log }))
  },
}
