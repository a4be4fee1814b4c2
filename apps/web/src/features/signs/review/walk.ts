/** What a reviewer said of one sentence. */
export type Said =
  { readonly said: 'right' } | { readonly said: 'changed'; readonly words: string } | { readonly said: 'skipped' }

/** How far a reader has come in one text; kept on the device until it is confirmed or sent. */
export interface Walk {
  /** Of the words that were read. Of other words nothing has been said. */
  readonly digest: string
  /** The sentences in the order something was said of them: the last one is what undoing takes back. */
  readonly order: readonly string[]
  readonly said: Readonly<Record<string, Said>>
}

export const notBegun = (digest: string): Walk => ({ digest, order: [], said: {} })

/** The walk through exactly these words; a walk through others is none. */
export const walkOf = (walk: Walk, digest: string): Walk => (walk.digest === digest ? walk : notBegun(digest))

export const say = (walk: Walk, id: string, said: Said): Walk => ({
  ...walk,
  order: [...walk.order.filter((one) => one !== id), id],
  said: { ...walk.said, [id]: said },
})

const without = (walk: Walk, taken: ReadonlySet<string>): Walk => ({
  ...walk,
  order: walk.order.filter((id) => !taken.has(id)),
  said: Object.fromEntries(Object.entries(walk.said).filter(([id]) => !taken.has(id))),
})

export const undo = (walk: Walk): Walk => without(walk, new Set(walk.order.slice(-1)))

export const skippedIn = ({ order, said }: Walk): string[] => order.filter((id) => said[id]?.said === 'skipped')

/** What was skipped comes again. */
export const again = (walk: Walk): Walk => without(walk, new Set(skippedIn(walk)))

/** The next sentence nothing was said of; undefined when all are done. */
export const nextIn = (walk: Walk, ids: readonly string[]): string | undefined =>
  ids.find((id) => walk.said[id] === undefined)

export const changesIn = ({ order, said }: Walk): Record<string, string> =>
  Object.fromEntries(
    order.flatMap((id) => {
      const one = said[id]
      return one?.said === 'changed' ? [[id, one.words]] : []
    }),
  )
