declare global {
  var ariadneMissingTexts: Set<string> | undefined
}

/** A text that no catalogue has. Its id stands on the page, and tests read the list and fail. */
export const reportMissing = (id: string): void => {
  const missing = (globalThis.ariadneMissingTexts ??= new Set())
  if (missing.has(id)) return
  missing.add(id)
  // oxlint-disable-next-line no-console -- a mistake of ours that whoever builds a page must see
  console.error(`No catalogue has the text "${id}". Add it to content/catalogues/<namespace>/en.json.`)
}
