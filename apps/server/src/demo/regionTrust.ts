import { writeFileSync } from 'node:fs'
import type { DirectoryUnit } from '@ariadne/contract'
import {
  importSigningKey,
  signTrustList,
  signTrustRoot,
  type ListedMember,
  type ListedUnit,
  type TrustList,
  type TrustRoot,
} from '@ariadne/exchange'
import type { DemoCountry } from './people.ts'
import { regionFiles, type CountryKeys } from './regionKeys.ts'

/** What units of a kind can be asked for from abroad. */
const ROLES: Readonly<Record<string, ListedUnit['roles']>> = {
  nrm_office: ['take_lead', 'provide_service', 'family_assessment', 'return_support'],
  child_protection: ['take_lead', 'provide_service', 'family_assessment', 'return_support'],
  social_service: ['take_lead', 'provide_service', 'family_assessment', 'return_support'],
  victim_support_authority: ['provide_service'],
  violence_service: ['provide_service'],
  legal_aid: ['provide_service'],
  shelter: ['provide_service', 'return_support'],
}

const DAYS = 86_400_000
const plus = (at: Date, days: number): string => new Date(at.getTime() + days * DAYS).toISOString()

export type ListedCountry = {
  country: DemoCountry
  keys: CountryKeys
  baseUrl: string
  units: readonly Pick<DirectoryUnit, 'unitId' | 'name' | 'kind' | 'languages' | 'publicKey' | 'keyId'>[]
}

const memberOf = ({ country, keys, baseUrl, units }: ListedCountry, now: Date): ListedMember => {
  const times = { from: plus(now, -1), until: plus(now, 800) }
  return {
    id: country.instanceId,
    kind: country.kind,
    country: country.country ?? null,
    name: country.name,
    baseUrl,
    signingKeys: [{ kid: keys.signing.kid, x: keys.signing.x, revokedAt: null, ...times }],
    kemKeys: [{ keyId: keys.sealing.keyId, publicKey: keys.sealing.publicKey, ...times }],
    units: units.map((unit) => ({
      id: unit.unitId,
      name: unit.name,
      kinds: [unit.kind],
      languages: [...unit.languages],
      roles: unit.publicKey ? (ROLES[unit.kind] ?? []) : [],
      key: unit.publicKey && unit.keyId ? { keyId: unit.keyId, publicKey: unit.publicKey } : null,
    })),
  }
}

/**
 * The demo's trust list and root, signed by three of its four coordinators. It lasts two years, because a demo's clock
 * is moved ahead by half a year at a time; in earnest a list lasts weeks.
 */
export const writeTrust = async (
  folder: string,
  countries: readonly ListedCountry[],
  now: Date,
  version: number,
  lastsDays = 730,
): Promise<TrustList> => {
  const coordinators = countries.flatMap(({ country, keys }) =>
    keys.coordinator ? [{ country, key: keys.coordinator }] : [],
  )
  const root: TrustRoot = {
    v: 1,
    version: 1,
    issued: plus(now, -1),
    expires: plus(now, 3650),
    threshold: Math.min(3, Math.max(2, coordinators.length - 1)),
    keys: coordinators.map(({ country, key }) => ({
      kid: key.kid,
      x: key.x,
      holder: country.instanceId,
      kind: 'coordinator',
      country: country.country ?? '',
    })),
  }
  const list: TrustList = {
    v: 1,
    version,
    rootVersion: 1,
    issued: now.toISOString(),
    expires: plus(now, lastsDays),
    members: countries.map((one) => memberOf(one, now)),
  }
  const signers = await Promise.all(coordinators.slice(0, root.threshold).map(({ key }) => importSigningKey(key)))
  const files = regionFiles(folder)
  const write = (file: string, value: unknown) => writeFileSync(file, `${JSON.stringify(value)}\n`, { mode: 0o644 })
  if (version === 1) write(files.trustRoot, await signTrustRoot(root, signers))
  write(files.trustList, await signTrustList(list, signers))
  return list
}
