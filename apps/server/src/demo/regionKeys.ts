import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeSigningKey, type SigningKeyRecord } from '@ariadne/exchange'
import { makeKeyPair, randomBytes, readSeed, writeSeed, type KeyPair } from '@ariadne/vault'
import type { DemoCountry } from './people.ts'

/** The private keys of one demo instance, and of its country's coordinator, who in earnest would keep theirs elsewhere. */
export type CountryKeys = {
  signing: SigningKeyRecord
  sealing: KeyPair
  coordinator: SigningKeyRecord | undefined
  /** Signs the instance's cookies. */
  cookieSecret: string
}

/** Where one country's files lie, under the region's folder. */
export const countryFiles = (folder: string, code: string) => {
  const own = join(folder, code)
  return {
    folder: own,
    config: join(own, 'ariadne.json'),
    people: join(own, 'people.json'),
    signingKey: join(own, 'signing-key.json'),
    sealingKey: join(own, 'sealing-key.txt'),
    coordinatorKey: join(own, 'coordinator-key.json'),
    cookieSecret: join(own, 'cookie-secret.txt'),
  }
}
export const regionFiles = (folder: string) => ({
  trustList: join(folder, 'trust-list.json'),
  trustRoot: join(folder, 'trust-root.json'),
  clock: join(folder, 'clock'),
  seeded: join(folder, 'seeded.json'),
})

const once = async (file: string, make: () => Promise<string> | string): Promise<string> => {
  if (!existsSync(file)) writeFileSync(file, await make(), { mode: 0o600, flag: 'wx' })
  return readFileSync(file, 'utf8').trim()
}

/** The keys of a country: those in its folder, or new ones put there for nobody but this account to read. */
export const countryKeys = async (
  folder: string,
  country: Pick<DemoCountry, 'code' | 'kind'>,
): Promise<CountryKeys> => {
  const files = countryFiles(folder, country.code)
  mkdirSync(files.folder, { recursive: true, mode: 0o700 })
  const signingKey = async () => JSON.stringify(await makeSigningKey())
  const signing = JSON.parse(await once(files.signingKey, signingKey)) as SigningKeyRecord
  const sealing = await makeKeyPair(readSeed(await once(files.sealingKey, () => writeSeed(randomBytes(32)))))
  // The secretariat's own key would be refused in the root: it can add nobody.
  const coordinator =
    country.kind === 'country'
      ? (JSON.parse(await once(files.coordinatorKey, signingKey)) as SigningKeyRecord)
      : undefined
  const cookieSecret = await once(files.cookieSecret, () => Buffer.from(randomBytes(32)).toString('base64url'))
  return { signing, sealing, coordinator, cookieSecret }
}
