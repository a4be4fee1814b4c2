/** Works for tests of a thread: they do nothing, for as long as they are told. */
export const slow = {
  for: ({ milliseconds, word }: { milliseconds: number; word: string }, tell: (share: number) => void): string => {
    const until = performance.now() + milliseconds
    while (performance.now() < until) tell(1 - (until - performance.now()) / milliseconds)
    return word
  },
  fail: ({ because }: { because: string }): never => {
    throw new RangeError(because)
  },
  end: ({ code }: { code: number }): never => process.exit(code),
}
