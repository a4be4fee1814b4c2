import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { CountryProfile } from '@ariadne/domain/countryProfile'
import type { HelpCard } from '@ariadne/domain/helpCard'
import type { InterviewScript } from '@ariadne/domain/interviewScript'
import type { ScriptTexts } from '@ariadne/domain/interviewTexts'
import type { Course } from '@ariadne/domain/training'
import { readCourse } from '@ariadne/domain/training/definitions'
import type { CourseTexts } from '@ariadne/domain/training/definitions'
import { faultsOf } from './faults.ts'
import type { ContentFault } from './faults.ts'
import { loadCard, loadInserts, loadReach, loadScript } from './interviews.ts'
import { readContentFile } from './read-file.ts'
import type { Position } from './read-file.ts'
import { loadSets } from './sets.ts'
import type { LoadedOverlay, LoadedSet, Texts } from './sets.ts'

export type { LoadedOverlay, LoadedSet, Texts } from './sets.ts'

export type LoadedScript = { script: InterviewScript; texts: Record<string, ScriptTexts> }
export type LoadedCourse = { course: Course; texts: Record<string, CourseTexts> }

export type Content = {
  /** The region's sets, and those in force in the country the content was loaded for. */
  sets: LoadedSet[]
  /** What countries lay over the region's sets. */
  overlays: LoadedOverlay[]
  scripts: LoadedScript[]
  courses: LoadedCourse[]
  countries: CountryProfile[]
  /** The neutral card: its layout and its texts by language. */
  card: { layout: HelpCard; texts: Record<string, ScriptTexts> } | null
  /** What the app itself puts into a talk, in the languages that only talks are held in. */
  inserts: Record<string, ScriptTexts>
  /** The page for people outside in those languages: the messages it is made of, and their texts by language. */
  reach: { version: string; english: Record<string, string>; texts: Record<string, ScriptTexts> } | null
  /** By language, all namespaces in one: message id to message. */
  catalogues: Record<string, Record<string, unknown>>
}
export type LoadedContent = {
  content: Content
  faults: ContentFault[]
  /** Files that name a set which is there and has faults: what follows from that alone is no fault of theirs. */
  following: string[]
  files: number
  etag: string
}

const foldersIn = async (path: string): Promise<string[]> =>
  (await readdir(path, { withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted()
const filesIn = async (path: string, ending: string): Promise<string[]> =>
  (await readdir(path).catch(() => [])).filter((name) => name.endsWith(ending)).toSorted()

/**
 * Reads and checks all content of a folder. What is wrong is left out of the result and told, so that one bad file does
 * not take the rest away; a live instance refuses to start on any fault (instance.ts).
 * @param country whose overlays are in force, as two letters
 */
export const loadContent = async (root: string, country?: string): Promise<LoadedContent> => {
  const faults: ContentFault[] = []
  const following = new Set<string>()
  const hash = createHash('sha256')
  let files = 0

  const read = async (path: string): Promise<{ file: string; value: unknown; lineOf: Position } | undefined> => {
    const file = relative(root, path)
    const got = await readContentFile(path).catch((error: unknown) => ({
      ok: false as const,
      problem: error instanceof Error ? error.message : 'cannot be read',
    }))
    files += 1
    if (got.ok) return { file, value: got.value, lineOf: got.lineOf }
    const line = 'line' in got ? got.line : undefined
    faults.push({
      file,
      ...(line === undefined ? {} : { line }),
      field: '(file)',
      problem: got.problem,
      remedy: 'Mend the file; it must be valid YAML or JSON.',
    })
    return undefined
  }

  const readTexts = async (
    folder: string,
  ): Promise<Map<string, { value: unknown; lineOf: Position; file: string }>> => {
    const names = await filesIn(folder, '.json')
    const all = await Promise.all(names.map((name) => read(join(folder, name))))
    return new Map(
      all.flatMap((text, at) => (text === undefined ? [] : [[(names[at] ?? '').replace('.json', ''), text] as const])),
    )
  }

  const versions = async (kind: string): Promise<string[]> => {
    const ids = await foldersIn(join(root, kind))
    const nested = await Promise.all(
      ids.map(async (id) => (await foldersIn(join(root, kind, id))).map((version) => join(root, kind, id, version))),
    )
    return nested.flat()
  }

  /** After the sets: the answers of its practice cases are theirs. */
  const loadCourse = async (folder: string, sets: readonly LoadedSet[]): Promise<LoadedCourse | undefined> => {
    const [definition, texts] = await Promise.all([read(join(folder, 'course.yaml')), readTexts(folder)])
    if (definition === undefined) return undefined
    const worded = Object.fromEntries([...texts].map(([language, text]) => [language, text.value]))
    const result = readCourse(
      definition.value,
      worded,
      (id, version) => sets.find(({ set }) => set.id === id && set.version === version)?.set,
    )
    if (result.ok) return { course: result.course, texts: result.texts }
    for (const { code, file, about, path, message, remedy } of result.problems) {
      if (code === 'unknown_set' && about !== undefined && hasSet(about)) {
        following.add(relative(root, join(folder, file)))
        continue
      }
      const source = file === 'course.yaml' ? definition : texts.get(file.replace('.json', ''))
      const line = source?.lineOf(path)
      faults.push({
        file: relative(root, join(folder, file)),
        ...(line === undefined ? {} : { line }),
        field: path.join('.') || '(file)',
        problem: message,
        remedy,
      })
    }
    return undefined
  }

  const loadCountry = async (name: string): Promise<CountryProfile | undefined> => {
    const got = await read(join(root, 'countries', name))
    if (got === undefined) return undefined
    const parsed = CountryProfile.safeParse(got.value)
    if (parsed.success) return parsed.data
    faults.push(...faultsOf(got.file, parsed.error, got.lineOf))
    return undefined
  }

  const loadCatalogues = async (): Promise<Content['catalogues']> => {
    const merged: Content['catalogues'] = {}
    const namespaces = await foldersIn(join(root, 'catalogues'))
    const all = await Promise.all(namespaces.map((namespace) => readTexts(join(root, 'catalogues', namespace))))
    for (const namespace of all)
      for (const [language, text] of namespace) {
        const into = (merged[language] ??= {})
        for (const [id, message] of Object.entries(text.value as Texts)) {
          if (id === '$catalogue') continue
          if (Object.hasOwn(into, id)) {
            const line = text.lineOf([id])
            faults.push({
              file: text.file,
              ...(line === undefined ? {} : { line }),
              field: id,
              problem: 'stands in another catalogue as well',
              remedy: 'Keep it in one; ids are unique over all catalogues.',
            })
            continue
          }
          into[id] = messageOf(message)
        }
      }
    return merged
  }

  const ofRegion = await versions('indicator-sets')
  const setFolders = new Set(ofRegion.map((folder) => `${basename(dirname(folder))}@${basename(folder)}`))
  const hasSet = (name: string): boolean => setFolders.has(name)
  const reader = {
    root,
    has: existsSync,
    read,
    readTexts,
    tell: (fault: ContentFault) => void faults.push(fault),
    hasSet,
    follows: (file: string) => void following.add(file),
  }
  const [{ sets, overlays }, scripts, countries, card, inserts, catalogues] = await Promise.all([
    versions('overlays').then((ofCountries) => loadSets(reader, { sets: ofRegion, overlays: ofCountries }, country)),
    versions('scripts').then((folders) => Promise.all(folders.map((folder) => loadScript(reader, folder)))),
    filesIn(join(root, 'countries'), '.yaml').then((names) => Promise.all(names.map(loadCountry))),
    loadCard(reader),
    loadInserts(reader),
    loadCatalogues(),
  ])
  const present = <T>(list: (T | undefined)[]) => list.filter((item) => item !== undefined)
  const reach = await loadReach(reader, catalogues['en'])
  const courses = await versions('courses').then((folders) =>
    Promise.all(folders.map((folder) => loadCourse(folder, sets))),
  )
  const content = {
    sets,
    overlays,
    scripts: present(scripts),
    courses: present(courses),
    countries: present(countries),
    card,
    inserts,
    reach,
    catalogues,
  }
  hash.update(JSON.stringify(content))
  faults.sort((a, b) => (a.file === b.file ? (a.line ?? 0) - (b.line ?? 0) : a.file < b.file ? -1 : 1))
  return {
    content,
    faults,
    following: [...following].toSorted(),
    files,
    etag: `"${hash.digest('base64url').slice(0, 22)}"`,
  }
}

/** A message stands as text, or with its state beside it; a screen needs the text. */
const messageOf = (entry: unknown): unknown =>
  typeof entry === 'object' && entry !== null && 'message' in entry ? entry.message : entry
