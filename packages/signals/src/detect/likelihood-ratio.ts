/** One observation: the count and the mean, above 0, that it would have if nothing had changed. */
export type Observation = { count: number; mean: number }

/**
 * Log likelihood ratio of a mean `exp(theta)` times as high against no change (Höhle and Paul 2008, section 3): Poisson,
 * or negative binomial with variance mean + dispersion mean^2.
 */
export const logRatio = ({ count, mean }: Observation, theta: number, dispersion: number): number => {
  if (dispersion === 0) return count * theta - mean * Math.expm1(theta)
  return (
    count * theta +
    (count + 1 / dispersion) * Math.log((1 + dispersion * mean) / (1 + dispersion * mean * Math.exp(theta)))
  )
}

/** The count with which one more observation lifts the sum from `before` to `wanted`. */
export const countNeeded = (
  mean: number,
  theta: number,
  dispersion: number,
  before: number,
  wanted: number,
): number => {
  if (dispersion === 0) return (wanted - before + mean * Math.expm1(theta)) / theta
  const shrink = Math.log((1 + dispersion * mean) / (1 + dispersion * mean * Math.exp(theta)))
  return (wanted - before - shrink / dispersion) / (theta + shrink)
}

const MOST_STEPS = 50
const SMALL_STEP = 1e-12

/** The change of most likelihood over a negative-binomial window: Newton's steps from the Poisson answer. */
const bestTheta = (window: readonly Observation[], from: number, dispersion: number): number => {
  let theta = from
  for (let round = 0; round < MOST_STEPS; round += 1) {
    let score = 0
    let information = 0
    for (const { count, mean } of window) {
      const changed = mean * Math.exp(theta)
      const scale = 1 + dispersion * changed
      score += (count - changed) / scale
      information += (changed * (1 + dispersion * count)) / scale ** 2
    }
    const step = Math.min(1, Math.max(-1, score / information))
    theta += step
    if (Math.abs(step) < SMALL_STEP) break
  }
  return theta
}

/** The sum of one window with the change that suits it best, in the one direction that is looked at; 0 where it is none. */
export const windowRatio = (window: readonly Observation[], increase: boolean, dispersion: number): number => {
  let cases = 0
  let expected = 0
  for (const { count, mean } of window) {
    cases += count
    expected += mean
  }
  // No case at all: the ratio grows towards the chance of that, as the mean goes to 0.
  if (cases === 0)
    return increase
      ? 0
      : window.reduce(
          (sum, { mean }) => sum + (dispersion === 0 ? mean : Math.log1p(dispersion * mean) / dispersion),
          0,
        )
  const poisson = Math.log(cases / expected)
  if (dispersion === 0) return poisson > 0 === increase ? cases * poisson - cases + expected : 0
  const score = window.reduce((sum, { count, mean }) => sum + (count - mean) / (1 + dispersion * mean), 0)
  if (score > 0 !== increase) return 0
  const theta = bestTheta(window, poisson, dispersion)
  return window.reduce((sum, observation) => sum + logRatio(observation, theta, dispersion), 0)
}
