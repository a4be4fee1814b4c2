import type { Api } from '@ariadne/contract'

type Offer = Api['GET /api/content/offers/{digest}']['response']
type Signatures = Api['POST /api/content/signatures']['body']['signatures']
export type NotSigned = 'not_readable' | 'other_package'

const lazily = () =>
  Promise.all([
    import('@ariadne/exchange/content-package'),
    import('@ariadne/exchange/signing'),
    import('@ariadne/exchange/trust-list'),
  ])

/** What an offer holds, read from the bytes that are signed; undefined where they are no package. */
export const readOffer = async ({ payload }: Pick<Offer, 'payload'>) => {
  const [{ findContentPackage }] = await lazily()
  return findContentPackage({ payload, signatures: [] })?.content
}

const isKey = (value: unknown): value is { kid: string; x: string; d: string } =>
  typeof value === 'object' &&
  value !== null &&
  (['kid', 'x', 'd'] as const).every((part) => typeof (value as Record<string, unknown>)[part] === 'string')

/**
 * Signatures out of a file that the coordinator chose: either the signing key, with which the package is signed here on
 * this device, or the package as it was signed elsewhere. The key is used once, kept nowhere and sent nowhere.
 */
export const signaturesFrom = async (file: Blob, offer: Offer): Promise<Signatures | NotSigned> => {
  const [{ findContentPackage, signContentPackage }, { importSigningKey }, { GeneralJws }] = await lazily()
  let value: unknown
  try {
    value = JSON.parse(await file.text())
  } catch {
    return 'not_readable'
  }
  const signed = GeneralJws.safeParse(value)
  if (signed.success)
    return signed.data.payload === offer.payload && signed.data.signatures.length > 0
      ? signed.data.signatures
      : 'other_package'
  const content = findContentPackage({ payload: offer.payload, signatures: [] })?.content
  if (!isKey(value) || !content) return 'not_readable'
  try {
    return (await signContentPackage(content, [await importSigningKey(value)])).signatures
  } catch {
    return 'not_readable'
  }
}
