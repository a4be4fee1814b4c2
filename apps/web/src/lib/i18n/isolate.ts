/**
 * A name inside a sentence of another script, kept in one piece (Unicode FSI and PDI): for plain text, where `<bdi>` cannot
 * stand.
 */
export const isolate = (name: string): string => `\u2068${name}\u2069`
