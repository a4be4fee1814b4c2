import type { CountryProfile } from '@ariadne/domain/countryProfile'
import type { HelpCard } from '@ariadne/domain/helpCard'
import type { InterviewScript } from '@ariadne/domain/interviewScript'
import type { IndicatorSet } from '@ariadne/domain/screening'
import { compareVersions, regionalVersion } from '@ariadne/domain/screening/version'
import { type Course, coursesInForce } from '@ariadne/domain/training'
import type { Texts } from './texts.ts'

export interface SetContent {
  readonly set: IndicatorSet
  readonly texts: Readonly<Record<string, Texts>>
}
export interface ScriptContent {
  /** `spokenIn` is missing from a script that was kept before there were further languages. */
  readonly script: Omit<InterviewScript, 'spokenIn'> & Partial<Pick<InterviewScript, 'spokenIn'>>
  readonly texts: Readonly<Record<string, Texts>>
}
export interface CourseContent {
  readonly course: Course
  readonly texts: Readonly<Record<string, Texts>>
}

/** What experts wrote, as `GET /api/content/bundle` gives it. */
export interface Bundle {
  readonly version: string
  readonly sets: readonly SetContent[]
  readonly scripts: readonly ScriptContent[]
  /** Missing from a bundle that was kept before there were courses. */
  readonly courses?: readonly CourseContent[]
  readonly countries: readonly CountryProfile[]
  readonly card: { readonly layout: HelpCard; readonly texts: Readonly<Record<string, Texts>> } | null
  /** Further languages of a talk: their texts come one language at a time (`interview.ts`). Missing from an older bundle. */
  readonly interviews?: Readonly<Record<string, InterviewInfo>>
  /** What the app itself puts into a talk, in the further languages that have been read from the device. */
  readonly inserts?: Readonly<Record<string, Texts>>
}

/** What a device knows of a language before it has its texts. */
export interface InterviewInfo {
  readonly digest: string
  /** The language that serves it where nothing of its own is written. */
  readonly over: string | null
  /** Texts a native reviewer has confirmed: scripts by `<id>@<version>`, and `card`. */
  readonly live: readonly string[]
}

/** A version of a set. Of one with another country's overlay, which is not here, the region's version under it. */
export const findSet = (bundle: Bundle, id: string, version: string): SetContent | undefined =>
  [version, regionalVersion(version)]
    .map((wanted) => bundle.sets.find(({ set }) => set.id === id && set.version === wanted))
    .find((found) => found !== undefined)

/** The newest version of a script, or the one that a talk began with. */
export const findScript = (bundle: Bundle, id: string, version?: string): ScriptContent | undefined =>
  bundle.scripts
    .filter(({ script }) => script.id === id && (version === undefined || script.version === version))
    .toSorted((a, b) => compareVersions(a.script.version, b.script.version))
    .at(-1)

export const findProfile = (bundle: Bundle, country: string): CountryProfile | undefined =>
  bundle.countries.find((profile) => profile.country === country)

/** What may be said of a fact of a country: the value when it was read in a source, otherwise nothing ("to be confirmed"). */
export const verified = <T>(fact: { readonly mark: string; readonly value: T | null }): T | null =>
  fact.mark === 'verified' ? fact.value : null

/**
 * The newer bundle, with the set versions that only the older one has: a draft that was begun with one of them is finished with
 * it. A published version never changes, so nothing can be stale.
 */
export const keepingVersions = (newer: Bundle, older: Bundle | null): Bundle => ({
  ...newer,
  sets: [
    ...newer.sets,
    ...(older?.sets ?? []).filter(({ set }) => findSet(newer, set.id, set.version)?.set.version !== set.version),
  ],
  scripts: [
    ...newer.scripts,
    ...(older?.scripts ?? []).filter(({ script }) => !findScript(newer, script.id, script.version)),
  ],
})

/** Every version of every course. */
export const coursesOf = (bundle: Bundle): readonly CourseContent[] => bundle.courses ?? []

/** The version of a course to learn from at a moment. */
export const findCourse = (courses: readonly CourseContent[], id: string, now: string): CourseContent | undefined => {
  const [newest] = coursesInForce(
    courses.flatMap(({ course }) => (course.id === id ? [course] : [])),
    now,
  )
  return courses.find(({ course }) => course === newest)
}
