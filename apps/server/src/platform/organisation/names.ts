import { toSerbianLatin } from '@ariadne/domain/serbianLatin'
import type { Message } from '../database/index.ts'

/** A name in the wanted language (Serbian in Latin letters is made from its Cyrillic), else in English, else in whichever there is. */
export const nameIn = (name: Message, language: string): string =>
  name[language] ??
  (language === 'sr-Latn' && name['sr'] !== undefined ? toSerbianLatin(name['sr']) : undefined) ??
  name[language.split('-')[0] ?? ''] ??
  name['en'] ??
  Object.values(name)[0] ??
  ''
