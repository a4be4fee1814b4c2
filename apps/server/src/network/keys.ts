import { readFileSync } from 'node:fs'
import { importSigningKey, type SigningKey, type SigningKeyRecord } from '@ariadne/exchange'
import { makeKeyPair, readSeed, type Bytes } from '@ariadne/vault'
import { z } from 'zod'

/** A signing key as it lies in its file, by whoever owns it. `d` is the secret half. */
const KeyFile = z.object({ kid: z.string(), x: z.string(), d: z.string() })

export type SealingKey = { readonly keyId: string; readonly publicKey: string; readonly seed: Bytes }
/** The private keys of this instance. They leave the process in no message and no log. */
export type InstanceKeys = { readonly signing: SigningKey & { x: string }; readonly sealing: readonly SealingKey[] }

/** @throws an error that names the file and what should be in it */
export const readSigningKeyFile = (file: string): SigningKeyRecord => {
  try {
    return KeyFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new Error(
      `${file} cannot be read as a signing key. It should hold {"kid", "x", "d"}, as "ariadne trust keygen" writes it.`,
      { cause: error },
    )
  }
}

/**
 * Reads the instance's keys. The sealing file has one seed a line, the newest first; older ones stay as long as
 * messages sealed to them may still come.
 */
export const readInstanceKeys = async (files: { signingKey: string; sealingKey: string }): Promise<InstanceKeys> => {
  const record = readSigningKeyFile(files.signingKey)
  const lines = readFileSync(files.sealingKey, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  if (lines.length === 0) throw new Error(`${files.sealingKey} holds no seed. It should have one xws1. text a line.`)
  return {
    signing: { ...(await importSigningKey(record)), x: record.x },
    sealing: await Promise.all(lines.map((line) => makeKeyPair(readSeed(line)))),
  }
}
