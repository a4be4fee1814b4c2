declare global {
  var ariadneMissingTexts: Set<string> | undefined
}

/** A text that no catalogue has. Its id stands on the page, and tests read the list and fail. */
export const reportMissing = (id: string): void => {
  const missing = (globalThis.ariadneMissingTexts ??= new Set())
  if (missing.has(id)) return
  missing.add(id)
  // A mistake of ours: it reaches the browser's console and the tests, and the page goes on.
  reportError(new Error(`No catalogue has the text "${id}". Add it to content/catalogues/<namespace>/en.json.`))
}
