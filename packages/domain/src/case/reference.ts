import { checkSymbol, symbolsOf } from '../crockford.ts'

/**
 * A pseudonym for a case: country, seven random symbols (35 bits) and a check symbol, as `MK-7F3K-9Q2D`.
 * @param random at least 7 random bytes
 */
export const mintReference = (country: string, random = crypto.getRandomValues(new Uint8Array(7))): string => {
  const symbols = symbolsOf(random.subarray(0, 7))
  const whole = symbols + checkSymbol(symbols)
  return `${country}-${whole.slice(0, 4)}-${whole.slice(4)}`
}

/**
 * The pseudonym of a case that another instance began here: it follows from the case's own id, so that every fold of the
 * same list gives the same one.
 */
export const referenceOf = (country: string, caseId: string): string => {
  const last = caseId.replaceAll('-', '').slice(-14)
  return mintReference(
    country,
    Uint8Array.from({ length: 7 }, (_, index) => Number.parseInt(last.slice(index * 2, index * 2 + 2), 16)),
  )
}

/** Whether a reference that somebody read out or typed can be right. */
export const isReference = (text: string): boolean => {
  const match = /^[A-Z]{2,3}-([0-9A-HJKMNP-TV-Z]{4})-([0-9A-HJKMNP-TV-Z]{4})$/.exec(text)
  const symbols = `${match?.[1] ?? ''}${match?.[2] ?? ''}`
  return symbols !== '' && checkSymbol(symbols.slice(0, 7)) === symbols.slice(7)
}
