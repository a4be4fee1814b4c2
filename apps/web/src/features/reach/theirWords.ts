import { toSerbianLatin } from '@ariadne/domain/serbianLatin'
import type { MessageFormatElement } from 'react-intl'
import { type Texts, findReading } from '../../lib/content/texts.ts'
import type { Messages } from '../../lib/i18n/catalogue.ts'

/** A sentence with names in braces, as the parsed catalogues have it. The names are Latin, whatever letters the text was turned into. */
const parsed = (text: string): MessageFormatElement[] =>
  text
    .split(/(\{[^{}]+\})/u)
    .filter(Boolean)
    .map((piece) =>
      piece.startsWith('{') ? { type: 1, value: toSerbianLatin(piece.slice(1, -1)) } : { type: 0, value: piece },
    )

/** What is written of the page in this language, or in the one serving it. What is not written is not among them. */
export const theirWords = (
  texts: Readonly<Record<string, Texts>>,
  language: string,
): { messages: Messages; draft: boolean } => {
  const reading = findReading(texts, language)
  const ids = new Set(Object.values(texts).flatMap((one) => Object.keys(one)))
  ids.delete('$catalogue')
  return {
    messages: Object.fromEntries(
      [...ids].flatMap((id) => (reading?.has(id) ? [[id, parsed(reading.get(id))] as const] : [])),
    ),
    draft: reading?.draft ?? true,
  }
}

/** The first wish of a browser that the page can be read in, unless the interface itself is written in an earlier one. */
export const wishedFor = (
  wishes: readonly string[],
  offered: readonly string[],
  isInterface: (code: string) => boolean,
): string | undefined => {
  for (const wish of wishes) {
    const [base = '', region = ''] = wish.toLowerCase().split('-')
    const code = base === 'fa' && region === 'af' ? 'prs' : base === 'ku' ? 'kmr' : base
    if (offered.includes(code)) return code
    if (isInterface(code)) return undefined
  }
  return undefined
}
