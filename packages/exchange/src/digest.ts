import { sha256, toHex, utf8 } from '@ariadne/vault/bytes'

/** SHA-256 of a text's UTF-8 bytes, in lower-case hex. */
export const digestOf = async (text: string): Promise<string> => toHex(await sha256(utf8(text)))
