import type { Message } from '../database/index.ts'

/** A name in the wanted language, else in English, else in whichever there is. */
export const nameIn = (name: Message, language: string): string =>
  name[language] ?? name[language.split('-')[0] ?? ''] ?? name['en'] ?? Object.values(name)[0] ?? ''
