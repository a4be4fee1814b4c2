import { existsSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { applyOverlay, applyOverlayTexts, digestOfSet, familyProblems, isPublished } from '@ariadne/domain/screening'
import type { IndicatorSet, Overlay, SetProblem } from '@ariadne/domain/screening'
import { overlaidVersion } from '@ariadne/domain/screening'
import { readOverlay, readSet } from '@ariadne/domain/screening/definitions'
import { z } from 'zod'
import type { ContentFault } from './faults.ts'
import type { Position } from './read-file.ts'

export type Texts = Record<string, unknown>
export type LoadedSet = { set: IndicatorSet; texts: Record<string, Texts> }
export type LoadedOverlay = { overlay: Overlay; texts: Record<string, Texts> }

type File = { file: string; value: unknown; lineOf: Position }
/** How the loader of the whole content reads one file, a folder's texts, and tells what is wrong. */
export type ContentReader = {
  root: string
  has: (folder: string) => boolean
  read: (path: string) => Promise<File | undefined>
  readTexts: (folder: string) => Promise<Map<string, File>>
  tell: (fault: ContentFault) => void
  /** Whether a set has a folder, sound or not: ID@VERSION. */
  hasSet: (name: string) => boolean
  /** Notes a file of which only that can be said that it names a set with faults. */
  follows: (file: string) => void
}

type Folder = { folder: string; definition: File; texts: Map<string, File>; worded: Record<string, Texts> }

/** The digests that published versions had when they were published. */
export const PUBLISHED_FILE = join('indicator-sets', 'published.json')
const Published = z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/))

export const nameOf = ({ id, version }: Pick<IndicatorSet, 'id' | 'version'>): string => `${id}@${version}`

const readFolder = async (reader: ContentReader, folder: string, name: string): Promise<Folder | undefined> => {
  const [definition, texts] = await Promise.all([reader.read(join(folder, name)), reader.readTexts(folder)])
  if (definition === undefined) return undefined
  return {
    folder,
    definition,
    texts,
    worded: Object.fromEntries([...texts].map(([language, text]) => [language, text.value as Texts])),
  }
}

/** Problems that a file has because the set it names is not there. */
const NAMES_A_SET = new Set<SetProblem['code']>(['unknown_base', 'unknown_version'])

const tellIn = (
  { root, tell, hasSet, follows }: ContentReader,
  { folder, definition, texts }: Folder,
  problem: SetProblem,
): void => {
  // The set is there and has faults of its own, which are told where they stand.
  if (NAMES_A_SET.has(problem.code) && hasSet(problem.about)) return follows(relative(root, join(folder, problem.file)))
  const source = problem.file.endsWith('.yaml') ? definition : texts.get(problem.file.replace('.json', ''))
  const line = source?.lineOf(problem.path)
  tell({
    file: relative(root, join(folder, problem.file)),
    ...(line === undefined ? {} : { line }),
    field: problem.path.join('.') || '(file)',
    problem: problem.message,
    remedy: problem.remedy,
  })
}

const wrongPlace = (field: string, is: string, folder: string): Omit<SetProblem, 'code'> => ({
  file: 'set.yaml',
  path: [field],
  about: is,
  message: `is "${is}", and the folder says "${folder}"`,
  remedy: 'let the two say the same',
})

/**
 * Indicator sets and the overlays of countries. A set that changed after it was published is left out, with a fault:
 * whoever was screened with it must find it as it was.
 * @param country the sets in force there are added, beside the region's
 */
export const loadSets = async (
  reader: ContentReader,
  folders: { sets: readonly string[]; overlays: readonly string[] },
  country: string | undefined,
): Promise<{ sets: LoadedSet[]; overlays: LoadedOverlay[] }> => {
  const read = await Promise.all(folders.sets.map((folder) => readFolder(reader, folder, 'set.yaml')))
  const places = new Map<IndicatorSet, Folder>()
  for (const one of read) {
    if (one === undefined) continue
    const result = readSet(one.definition.value, one.worded)
    if (!result.ok) for (const problem of result.problems) tellIn(reader, one, problem)
    else {
      const { id, version } = result.set
      const wrong = [
        ...(id === basename(dirname(one.folder)) ? [] : [wrongPlace('id', id, basename(dirname(one.folder)))]),
        ...(version === basename(one.folder) ? [] : [wrongPlace('version', version, basename(one.folder))]),
      ]
      for (const problem of wrong) tellIn(reader, one, { ...problem, code: 'malformed' })
      if (wrong.length === 0) places.set(result.set, one)
    }
  }
  for (const problem of familyProblems([...places.keys()])) {
    const found = [...places].find(([set]) => set.id === problem.set && set.version === problem.version)
    if (found) tellIn(reader, found[1], problem)
  }
  await dropChanged(reader, places)

  const sets = [...places].map(([set, { worded }]): LoadedSet => ({ set, texts: worded }))
  const overlays = (await Promise.all(folders.overlays.map((folder) => loadOverlay(reader, folder, sets)))).filter(
    (one) => one !== undefined,
  )
  const inForce = overlays.filter(({ overlay }) => overlay.country === country)
  return { sets: [...sets, ...inForce.flatMap((one) => overlaid(one, sets))], overlays }
}

const overlaid = ({ overlay, texts }: LoadedOverlay, sets: readonly LoadedSet[]): LoadedSet[] => {
  const base = sets.find(({ set }) => set.id === overlay.set && set.version === overlay.over)
  return base
    ? [
        {
          set: applyOverlay(base.set, overlay),
          texts: applyOverlayTexts(base.texts, texts),
        },
      ]
    : []
}

const loadOverlay = async (
  reader: ContentReader,
  folder: string,
  sets: readonly LoadedSet[],
): Promise<LoadedOverlay | undefined> => {
  const one = await readFolder(reader, folder, 'overlay.yaml')
  if (one === undefined) return undefined
  const result = readOverlay(
    one.definition.value,
    (id, version) => sets.find(({ set }) => set.id === id && set.version === version),
    one.worded,
  )
  const problems: SetProblem[] = result.ok
    ? [
        ...(result.overlay.set === basename(dirname(folder))
          ? []
          : [{ ...wrongPlace('set', result.overlay.set, basename(dirname(folder))), code: 'malformed' as const }]),
        ...(overlaidVersion(result.overlay) === basename(folder)
          ? []
          : [
              {
                ...wrongPlace('number', overlaidVersion(result.overlay), basename(folder)),
                code: 'malformed' as const,
              },
            ]),
      ].map((problem) => ({ ...problem, file: 'overlay.yaml' }))
    : result.problems
  for (const problem of problems) tellIn(reader, one, problem)
  return result.ok && problems.length === 0 ? { overlay: result.overlay, texts: one.worded } : undefined
}

/** Holds published versions against the digests they were published with, and takes those out that differ. */
const dropChanged = async (reader: ContentReader, places: Map<IndicatorSet, Folder>): Promise<void> => {
  const published = [...places].filter(([set]) => isPublished(set.lifecycle))
  if (published.length === 0) return
  const path = join(reader.root, PUBLISHED_FILE)
  const file = existsSync(path) ? await reader.read(path) : undefined
  const digests = Published.safeParse(file?.value)
  for (const [set, one] of published) {
    const known = digests.success ? digests.data[nameOf(set)] : undefined
    const digest = await digestOfSet(set, one.worded)
    if (known === digest) continue
    places.delete(set)
    tellIn(reader, one, {
      file: 'set.yaml',
      path: ['version'],
      code: 'changed_after_publication',
      about: nameOf(set),
      message:
        known === undefined
          ? `is ${set.lifecycle.state}, and ${PUBLISHED_FILE} does not know it`
          : 'was changed after it was published',
      remedy:
        known === undefined
          ? `run "ariadne content publish ${nameOf(set)}"`
          : 'put it back as it was, and propose the change as a new version',
    })
  }
}
