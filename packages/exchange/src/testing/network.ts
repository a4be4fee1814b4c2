import { makeKeyPair, type KeyPair } from '@ariadne/vault/keys'
import { makeUnitKey, type UnitKey } from '@ariadne/vault/unit-keys'
import type { Message } from '../message.ts'
import { importSigningKey, makeSigningKey, type SigningKey, type SigningKeyRecord } from '../signing.ts'
import type { ListedMember, TrustList, TrustRoot } from '../trustList.ts'

// A small fictional network: three countries, the secretariat, and three coordinators of whom two must agree.

export const NOW = '2026-11-22T12:00:00.000Z'
const FROM = '2026-01-01T00:00:00.000Z'
const UNTIL = '2027-06-01T00:00:00.000Z'

export interface Instance {
  readonly id: string
  readonly record: SigningKeyRecord
  readonly signingKey: SigningKey
  readonly kem: KeyPair
  readonly unit: UnitKey
  readonly member: ListedMember
}

const makeInstance = async (country: string | null): Promise<Instance> => {
  const name = country === null ? 'net' : country.toLowerCase()
  const id = `ins_${name}`
  const record = await makeSigningKey()
  const kem = await makeKeyPair()
  const unit = await makeUnitKey(`unt_${name}_services`)
  const member: ListedMember = {
    id,
    kind: country === null ? 'secretariat' : 'country',
    country,
    name: `Instance ${name}`,
    baseUrl: `https://${name}.ariadne.example`,
    signingKeys: [{ kid: record.kid, x: record.x, from: FROM, until: UNTIL, revokedAt: null }],
    kemKeys: [{ keyId: kem.keyId, publicKey: kem.publicKey, from: FROM, until: UNTIL }],
    units: [
      {
        id: unit.unitId,
        name: `Unit of ${name}`,
        kinds: country === null ? ['secretariat'] : ['social_service'],
        languages: ['en', 'sr-Latn'],
        roles: country === null ? [] : ['take_lead', 'provide_service'],
        key: country === null ? null : { keyId: unit.keyId, publicKey: unit.publicKey },
      },
    ],
  }
  return { id, record, signingKey: await importSigningKey(record), kem, unit, member }
}

export interface Coordinator {
  readonly record: SigningKeyRecord
  readonly key: SigningKey
  readonly country: string
}

const makeCoordinator = async (country: string): Promise<Coordinator> => {
  const record = await makeSigningKey()
  return { record, key: await importSigningKey(record), country }
}

export const rootOf = (coordinators: readonly Coordinator[], change: Partial<TrustRoot> = {}): TrustRoot => ({
  v: 1,
  version: 1,
  issued: FROM,
  expires: UNTIL,
  threshold: 2,
  keys: coordinators.map(({ record: { kid, x }, country }) => ({
    kid,
    x,
    holder: `ins_${country.toLowerCase()}`,
    kind: 'coordinator',
    country,
  })),
  ...change,
})

export interface Network {
  readonly mk: Instance
  readonly rs: Instance
  readonly al: Instance
  readonly net: Instance
  readonly coordinators: readonly [Coordinator, Coordinator, Coordinator]
  readonly root: TrustRoot
  readonly list: TrustList
}

export const makeNetwork = async (): Promise<Network> => {
  const [mk, rs, al, net] = await Promise.all([
    makeInstance('MK'),
    makeInstance('RS'),
    makeInstance('AL'),
    makeInstance(null),
  ])
  const coordinators = [await makeCoordinator('MK'), await makeCoordinator('RS'), await makeCoordinator('AL')] as const
  const list: TrustList = {
    v: 1,
    version: 7,
    rootVersion: 1,
    issued: '2026-11-20T00:00:00.000Z',
    expires: '2026-12-04T00:00:00.000Z',
    members: [mk.member, rs.member, al.member, net.member],
  }
  return { mk, rs, al, net, coordinators, root: rootOf(coordinators), list }
}

export const messageFrom = (from: string, to: string, change: Partial<Message> = {}): Message => ({
  v: 1,
  id: '0199f0a0-7c00-7000-8000-00000000000a',
  kind: 'handover.offered@1',
  iss: from,
  aud: to,
  iat: '2026-11-22T11:59:00.000Z',
  exp: '2026-11-29T11:59:00.000Z',
  thread: '0199f0a0-7c00-7000-8000-000000000001',
  seq: 1,
  threadSeq: 1,
  prev: null,
  purpose: 'take_over_lead',
  agreementHash: null,
  basis: 'consent',
  handling: { riskFlags: 'H2' },
  body: { needs: ['accommodation'], riskFlags: ['re_trafficking'], child: true },
  ...change,
})
