import { fromBase64Url, fromUtf8, utf8 } from '@ariadne/vault/bytes'
import { flattenedVerify, GeneralSign } from 'jose'
import { canonicalJson } from './canonicalJson.ts'
import { findKid, importVerifyingKey, type SigningKey } from './signing.ts'
import type { GeneralJws, RootKey, TrustRoot } from './trustList.ts'

/** The same statement with one more signature over exactly the same payload. */
export const addSignature = async (
  statement: unknown,
  signed: GeneralJws | undefined,
  typ: string,
  key: SigningKey,
): Promise<GeneralJws> => {
  const general = new GeneralSign(utf8(canonicalJson(statement)))
  general.addSignature(key.privateKey).setProtectedHeader({ alg: 'EdDSA', typ, kid: key.kid })
  const { payload, signatures } = await general.sign()
  const added = signatures.map((one) => ({ protected: one.protected ?? '', signature: one.signature }))
  return { payload, signatures: [...(signed?.signatures ?? []), ...added] }
}

/** The statement inside, when it is canonical JSON. Nothing is verified. */
export const findStatement = (signed: GeneralJws): unknown => {
  try {
    const text = fromUtf8(fromBase64Url(signed.payload))
    const statement = JSON.parse(text) as unknown
    return canonicalJson(statement) === text ? statement : undefined
  } catch {
    return undefined
  }
}

const holds = async (signed: GeneralJws, at: number, key: RootKey): Promise<boolean> => {
  const signature = signed.signatures[at]
  if (!signature) return false
  try {
    await flattenedVerify({ payload: signed.payload, ...signature }, await importVerifyingKey(key.x), {
      algorithms: ['EdDSA'],
    })
    return true
  } catch {
    return false
  }
}

/** The different coordinators of a root whose signatures under a statement hold. Two keys of one holder count once. */
export const coordinatorsBehind = async (
  signed: GeneralJws,
  root: TrustRoot,
  typ: string,
): Promise<ReadonlySet<string>> => {
  const holders = new Set<string>()
  for (const [at, signature] of signed.signatures.entries()) {
    const kid = findKid(`${signature.protected}.${signed.payload}.${signature.signature}`, typ)
    const key = root.keys.find((one) => one.kid === kid)
    if (key && !holders.has(key.holder) && (await holds(signed, at, key))) holders.add(key.holder)
  }
  return holders
}
