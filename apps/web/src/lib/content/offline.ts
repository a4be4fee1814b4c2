import { readKept } from '../api/useRead.ts'
import { trustedUnits } from '../vault/trust.ts'
import { keptContent, refreshContent } from './content.ts'
import { prepareInterviews } from './interview.ts'

/**
 * Fetches what a screening needs with no network: the content, every language of a talk, the directory with its on-duty contacts, the places
 * that a card may name, the courses that are done, and the keys that may be sealed to. Called whenever the app opens with a network. What fails is tried again the next time;
 * nothing here holds a page up.
 */
export const prepareForOffline = async (): Promise<void> => {
  await Promise.allSettled([
    refreshContent()
      .then(keptContent)
      .then((bundle) => bundle && prepareInterviews(bundle)),
    readKept('GET /api/directory', {}),
    readKept('GET /api/cards/places', {}),
    readKept('GET /api/training', {}),
    trustedUnits(),
  ])
}
