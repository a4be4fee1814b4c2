/**
 * Whether JSON comes back from PostgreSQL as it went in: its text has no NUL and no half of a surrogate pair, and no
 * coded entry needs one. What is hashed has to be what is kept.
 */
export const canBeStored = (value: unknown): boolean => !/\\u(?:0000|d[89a-f][0-9a-f]{2})/iu.test(JSON.stringify(value))
