/** Lifts an old version's body to the next one: pure, total, never losing a fact. */
export type Upcaster = (body: Record<string, unknown>) => Record<string, unknown>

/** Upcasters by `kind@version`: the entry for `x@1` makes a version 2 body. */
export const UPCASTERS: ReadonlyMap<string, Upcaster> = new Map()

/**
 * Lifts a body to the version this software knows.
 * @returns undefined when the version is newer than known or a step is missing: the action is then unknown to us
 */
export const lift = (
  kind: string,
  version: number,
  body: Record<string, unknown>,
  known: number,
  upcasters: ReadonlyMap<string, Upcaster> = UPCASTERS,
): Record<string, unknown> | undefined => {
  if (version > known) return undefined
  let lifted = body
  for (let step = version; step < known; step++) {
    const upcaster = upcasters.get(`${kind}@${step}`)
    if (!upcaster) return undefined
    lifted = upcaster(lifted)
  }
  return lifted
}
