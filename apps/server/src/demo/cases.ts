import type { Instance } from '../instance.ts'
import type { Person } from './person.ts'

export type SeededCountry = { people: Map<string, Person>; instance: Instance }

/** First cases of the demo, made by the commands that people send. */
export const seedCases = async (_region: ReadonlyMap<string, SeededCountry>): Promise<void> => {}
