/** Below it the recurrence goes up to where the series converges fast. */
const LARGE = 12

/** The logarithmic derivative of the gamma function, x > 0 (Abramowitz and Stegun 6.3.5, 6.3.18). */
export const digamma = (x: number): number => {
  let below = 0
  let at = x
  for (; at < LARGE; at += 1) below += 1 / at
  const square = 1 / at ** 2
  const series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square * (1 / 132)))))
  return Math.log(at) - 1 / (2 * at) - series - below
}

/** Its derivative (Abramowitz and Stegun 6.4.6, 6.4.12). */
export const trigamma = (x: number): number => {
  let below = 0
  let at = x
  for (; at < LARGE; at += 1) below += 1 / at ** 2
  const square = 1 / at ** 2
  const series = square * (1 / 6 - square * (1 / 30 - square * (1 / 42 - square * (1 / 30 - square * (5 / 66)))))
  return 1 / at + square / 2 + series / at + below
}
