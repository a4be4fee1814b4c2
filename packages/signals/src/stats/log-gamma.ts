const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156] as const
const HALF_LOG_2PI = 0.918_938_533_204_672_8
const LARGE = 12

/** log of the gamma function for x > 0: Stirling's series above 12, the recurrence below (Abramowitz and Stegun 6.1.40). */
export const logGamma = (x: number): number => {
  let product = 1
  let at = x
  for (; at < LARGE; at += 1) product *= at
  const inverse = 1 / at
  const square = inverse * inverse
  let series = 0
  for (let term = STIRLING.length - 1; term >= 0; term -= 1) series = series * square + (STIRLING[term] ?? 0)
  return (at - 0.5) * Math.log(at) - at + HALF_LOG_2PI + series * inverse - Math.log(product)
}
