import { z } from 'zod'

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/u)

/** The key with which rings are signed (RFC 8292): a JWK of P-256. `d` is the secret half. */
export const VapidKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
  d: coordinate,
})
export type VapidKey = z.infer<typeof VapidKey>

export const isVapidKey = (text: string): boolean => {
  try {
    return VapidKey.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}
