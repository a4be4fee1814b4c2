import { createHash } from 'node:crypto'
import { usableLive } from '@ariadne/domain/interviewTexts'
import type { ScriptTexts } from '@ariadne/domain/interviewTexts'
import type { Content } from './load.ts'

/** Everything of one language that only talks are held in: what the person hears, the card, what the app puts into a talk. */
export type InterviewPack = {
  language: string
  /** Scripts by `<id>@<version>`. */
  scripts: Record<string, ScriptTexts>
  card: ScriptTexts | null
  inserts: ScriptTexts | null
}
/** What a device must know of a language before it has its texts. */
export type PackInfo = {
  /** Changes when any of its texts does. */
  digest: string
  /** The language that serves it where nothing of its own is written. */
  over: string | null
  /** Texts that a native reviewer has confirmed: scripts by `<id>@<version>`, and `card`. Nothing else is used live. */
  live: string[]
}

const nameOf = ({ id, version }: { id: string; version: string }): string => `${id}@${version}`

const only = <T>(texts: Record<string, T>, languages: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(texts).filter(([language]) => languages.includes(language)))

/** Scripts and card with the languages of the interface alone; the further languages travel one by one. */
export const withoutPacks = ({ scripts, card }: Content): Pick<Content, 'scripts' | 'card'> => ({
  scripts: scripts.map(({ script, texts }) => ({ script, texts: only(texts, script.languages) })),
  card: card && { layout: card.layout, texts: only(card.texts, card.layout.languages) },
})

/** The language serving another where it writes nothing itself, as its file is named. */
const servingOf = ({ $catalogue: { over } }: ScriptTexts): string | undefined => (over === 'sr-Latn' ? 'sr' : over)

const isLive = (own: ScriptTexts, all: Record<string, ScriptTexts>): boolean => {
  const over = servingOf(own)
  return usableLive(own, over === undefined ? undefined : all[over])
}

/** Further languages that the page for people outside can be read in: live, those a native reviewer has confirmed. */
export const reachLanguages = ({ reach }: Pick<Content, 'reach'>, live: boolean): string[] =>
  Object.entries(reach?.texts ?? {}).flatMap(([language, own]) =>
    live && !isLive(own, reach?.texts ?? {}) ? [] : [language],
  )

/** The page for people outside in one of them, and in the language serving it. Undefined where it is not offered. */
export const findReachWords = (
  content: Pick<Content, 'reach'>,
  language: string,
  live: boolean,
): Record<string, ScriptTexts> | undefined => {
  const own = content.reach?.texts[language]
  if (own === undefined || !reachLanguages(content, live).includes(language)) return undefined
  return only(content.reach?.texts ?? {}, [language, servingOf(own) ?? language])
}

/** The packs of all further languages, with what the bundle says of each. */
export const interviewPacks = (content: Content): Map<string, { pack: InterviewPack; info: PackInfo }> => {
  const { scripts, card, inserts } = content
  const languages = new Set([...scripts.flatMap(({ script }) => script.spokenIn), ...(card?.layout.spokenIn ?? [])])
  return new Map(
    [...languages].map((language) => {
      const spoken = scripts.flatMap(({ script, texts }) => {
        const own = texts[language]
        return own && script.spokenIn.includes(language) ? [{ name: nameOf(script), own, texts }] : []
      })
      const onCard = card?.texts[language]
      const pack: InterviewPack = {
        language,
        scripts: Object.fromEntries(spoken.map(({ name, own }) => [name, own])),
        card: onCard ?? null,
        inserts: inserts[language] ?? null,
      }
      const heads = [...spoken.map(({ own }) => own), ...(onCard ? [onCard] : [])].map((own) => own.$catalogue)
      return [
        language,
        {
          pack,
          info: {
            digest: createHash('sha256').update(JSON.stringify(pack)).digest('base64url').slice(0, 22),
            over: heads.find(({ over }) => over !== undefined)?.over ?? null,
            live: [
              ...spoken.filter(({ own, texts }) => isLive(own, texts)).map(({ name }) => name),
              ...(card && onCard && isLive(onCard, card.texts) ? ['card'] : []),
            ],
          },
        },
      ] as const
    }),
  )
}
