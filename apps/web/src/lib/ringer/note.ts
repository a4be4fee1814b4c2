/** What a device shows when it is rung: nothing but this, whatever came with the ring. */
export interface Note {
  readonly title: string
  readonly body: string
  readonly lang: string
  readonly dir: 'ltr' | 'rtl'
}

// A service worker that is woken has no page to ask for words, and no local storage. What the page leaves here names nobody.
const SHELF = 'ariadne.note'
const PLACE = '/note'

/** Leaves the words for the service worker, in the language of this device. */
export const leaveNote = async (note: Note): Promise<void> => {
  await (await caches.open(SHELF)).put(PLACE, Response.json(note))
}

/** Without words that were left there is only the name of the app: a language nobody chose would be a guess. */
export const readNote = async (): Promise<Note> => {
  const left = await (await caches.open(SHELF)).match(PLACE)
  return left ? ((await left.json()) as Note) : { title: 'Ariadne', body: '', lang: '', dir: 'ltr' }
}
