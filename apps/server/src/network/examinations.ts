import { existsSync } from 'node:fs'
import { pino } from 'pino'
import { findMember, findSigningKey } from '@ariadne/exchange'
import type { Examination, Finding } from '../platform/doctor/checks.ts'
import { readInstanceKeys } from './keys.ts'
import { openTrust } from './trust.ts'

const ok = (detail: string): Finding => ({ check: 'trust', state: 'ok', detail })
const fail = (detail: string, remedy: string): Finding => ({ check: 'trust', state: 'fail', detail, remedy })

/** A list that ends within a month is told early: coordinators of several countries have to sign the next one. */
const soon = 30 * 86_400_000

/** Whether peers will believe this instance, and it them. */
const trust: Examination['examine'] = async ({ config, db, now }) => {
  const { list, root, signingKey, sealingKey } = config.trust
  if (list === undefined || root === undefined)
    return [
      fail(
        'No trust list or root is configured.',
        'Set trust.list and trust.root to the files the coordinators gave you.',
      ),
    ]
  const status = (
    await openTrust({
      files: { list, root },
      db,
      clock: { now: () => now, offset: () => 0 },
      log: pino({ level: 'silent' }),
    })
  ).status()
  if (!status.fresh) return [fail(status.detail, 'Get the newest signed list from your coordinator.')]
  const findings: Finding[] = []
  const ends = Date.parse(status.list.expires) - now.getTime()
  findings.push(
    ends < soon
      ? {
          check: 'trust',
          state: 'warn',
          detail: `The trust list ends ${status.list.expires.slice(0, 10)}.`,
          remedy: 'Ask the coordinators to sign the next one.',
        }
      : ok(`Trust list version ${status.list.version}, until ${status.list.expires.slice(0, 10)}.`),
  )
  const me = findMember(status.list, config.instance.id)
  if (me === undefined)
    return [...findings, fail(`${config.instance.id} is not in the trust list.`, 'Ask the coordinators to take it in.')]
  if (new URL(me.baseUrl).origin !== new URL(config.http.baseUrl).origin)
    findings.push(
      fail(`The trust list has ${me.baseUrl} as this instance's address.`, 'Make it and http.baseUrl the same.'),
    )
  if (signingKey === undefined || sealingKey === undefined || !existsSync(signingKey) || !existsSync(sealingKey))
    return [...findings, fail('The keys of this instance are not there.', 'Set trust.signingKey and trust.sealingKey.')]
  const keys = await readInstanceKeys({ signingKey, sealingKey })
  const signs = findSigningKey(status.list, me.id, keys.signing.kid, now.toISOString()) !== undefined
  const opens = keys.sealing.some((own) => me.kemKeys.some((key) => key.keyId === own.keyId))
  findings.push(
    signs && opens
      ? ok('Its keys are those the trust list names.')
      : fail(
          `The trust list does not name the ${signs ? 'sealing' : 'signing'} key that lies here.`,
          'Have the list name it, or put the named key here.',
        ),
  )
  return findings
}

export const networkExaminations: readonly Examination[] = [{ live: true, examine: trust }]
