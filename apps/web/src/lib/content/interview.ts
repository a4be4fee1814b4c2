import { inBothScripts } from '@ariadne/domain/interviewLanguages'
import { useEffect, useState } from 'react'
import { OfflineError } from '../api/problem.ts'
import { exchange } from '../api/request.ts'
import { openRows, whenOpen } from '../device/device.ts'
import type { Bundle, ScriptContent } from './bundle.ts'
import { useContent } from './content.ts'
import { type Texts, written } from './texts.ts'

/** One language that only talks are held in, as `GET /api/content/interviews/{language}` gives it. */
export interface InterviewPack {
  readonly language: string
  /** Scripts by `<id>@<version>`. */
  readonly scripts: Readonly<Record<string, Texts>>
  readonly card: Texts | null
  readonly inserts: Texts | null
}
interface Kept {
  readonly digest: string
  readonly pack: InterviewPack
}

const rowOf = (language: string): string => `interview.${language}`
/** Which packs this device has: by language their digest. */
const HELD = 'interviews'

const fetchPack = async (language: string, digest: string): Promise<InterviewPack> => {
  const pack = (await exchange('GET', `/api/content/interviews/${encodeURIComponent(language)}`)) as InterviewPack
  await openRows()?.put('settings', rowOf(language), { digest, pack } satisfies Kept)
  return pack
}

/**
 * Brings every language of a talk onto the device, one row each: a phone at the border must have them with no network, and only the
 * one that is chosen is ever read into memory.
 * @throws ApiError. With no network it stops where it is and throws nothing.
 */
export const prepareInterviews = async (bundle: Bundle): Promise<void> => {
  const rows = openRows()
  if (!rows) return
  let held = (await rows.get<Record<string, string>>('settings', HELD)) ?? {}
  for (const [language, { digest }] of Object.entries(bundle.interviews ?? {})) {
    if (held[language] === digest) continue
    try {
      await fetchPack(language, digest)
    } catch (error) {
      if (error instanceof OfflineError) return
      throw error
    }
    held = { ...held, [language]: digest }
    await rows.put('settings', HELD, held)
  }
}

const readPack = async (language: string, digest: string): Promise<InterviewPack | null> => {
  const rows = await whenOpen()
  const kept = await rows.get<Kept>('settings', rowOf(language))
  if (kept?.digest === digest) return kept.pack
  return fetchPack(language, digest).catch(() => kept?.pack ?? null)
}

const nameOf = ({ script: { id, version } }: ScriptContent): string => `${id}@${version}`

/** The bundle with these packs in it: its scripts and its card then read in those languages too. */
export const withPacks = (bundle: Bundle, packs: readonly InterviewPack[]): Bundle => {
  const added = (texts: Readonly<Record<string, Texts>>, own: (pack: InterviewPack) => Texts | null | undefined) => ({
    ...texts,
    ...Object.fromEntries(
      packs.flatMap((pack) => {
        const found = own(pack)
        return found ? [[pack.language, found]] : []
      }),
    ),
  })
  return {
    ...bundle,
    scripts: bundle.scripts.map((script) => ({
      ...script,
      texts: added(script.texts, (pack) => pack.scripts[nameOf(script)]),
    })),
    card: bundle.card && { ...bundle.card, texts: added(bundle.card.texts, (pack) => pack.card) },
    inserts: added(bundle.inserts ?? {}, (pack) => pack.inserts),
  }
}

/** The packs a language needs, its own and that of the language serving it, as `<language> <digest>` with `|` between. */
const wantsOf = ({ interviews = {} }: Bundle, wanted: string): string => {
  const language = written(wanted)
  return [language, interviews[language]?.over ?? '']
    .flatMap((one) => (interviews[one] ? [`${one} ${interviews[one].digest}`] : []))
    .join('|')
}

const readWanted = (want: string): Promise<InterviewPack | null> => {
  const [language = '', digest = ''] = want.split(' ')
  return readPack(language, digest)
}

export type BundleIn = {
  readonly state: 'loading' | 'ready' | 'missing'
  /** With the texts of the language as soon as they are there; without them until then. */
  readonly bundle: Bundle
}

/**
 * The bundle with everything a talk in a language needs. It is `missing` when the language was never brought onto this device and
 * there is no network; a language of the interface is always `ready`.
 */
export const useBundleIn = (bundle: Bundle, language: string | undefined): BundleIn => {
  const wants = language === undefined ? '' : wantsOf(bundle, language)
  const [loaded, setLoaded] = useState<{ wants: string; packs: readonly InterviewPack[] | null }>()
  useEffect(() => {
    if (wants === '') return
    let wanted = true
    void Promise.all(wants.split('|').map(readWanted)).then((packs) => {
      const all = packs.filter((pack) => pack !== null)
      if (wanted) setLoaded({ wants, packs: all.length === packs.length ? all : null })
    })
    return () => {
      wanted = false
    }
  }, [wants])
  if (wants === '') return { state: 'ready', bundle }
  if (loaded?.wants !== wants) return { state: 'loading', bundle }
  return loaded.packs ? { state: 'ready', bundle: withPacks(bundle, loaded.packs) } : { state: 'missing', bundle }
}

/** A bundle with nothing in it, while there is none. */
const NOTHING: Bundle = { version: '', sets: [], scripts: [], countries: [], card: null }

/** `useBundleIn` on a page that reads the content itself. */
export const useContentIn = (language: string | undefined): BundleIn => {
  const content = useContent()
  return useBundleIn(content.state === 'ready' ? content.bundle : NOTHING, language)
}

/** Every language a script can be spoken in here. On a live instance: those whose words a native reviewer has confirmed. */
export const languagesOf = (bundle: Bundle, content: ScriptContent, isLive: boolean): string[] => {
  const { languages, spokenIn = [] } = content.script
  const whole = languages.flatMap(inBothScripts)
  if (!isLive) return [...whole, ...spokenIn.flatMap(inBothScripts)]
  return [
    ...whole.filter((language) => {
      const head = content.texts[written(language)]?.['$catalogue']
      return typeof head === 'object' && 'reviewer' in head && head.state === 'reviewed' && Boolean(head.reviewer)
    }),
    ...spokenIn
      .filter((language) => bundle.interviews?.[language]?.live.includes(nameOf(content)))
      .flatMap(inBothScripts),
  ]
}
