/** A line of words about nobody: what looks like a name card, a number or an address is not taken. */
export const looksLikeSomebody = (words: string): boolean =>
  /@|https?:|www\.|\d{4,}/iu.test(words) || /\p{Lu}\p{Ll}+\s+\p{Lu}\p{Ll}+/u.test(words)
