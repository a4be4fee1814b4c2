/** One measured number. `target` is what is promised, in the same unit; a higher or a lower value meets it. */
export type Figure = {
  figure: string
  value: number
  unit: string
  target?: { atMost: number } | { atLeast: number }
  note?: string
}

/** What every `*.bench.ts` exports. */
export type Bench = { name: string; run: () => AsyncIterable<Figure> }

export const meets = ({ value, target }: Figure): boolean | undefined => {
  if (!target) return undefined
  return 'atMost' in target ? value <= target.atMost : value >= target.atLeast
}
