import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { applyOverlay, applyOverlayTexts } from '@ariadne/domain/screening'
import type { SetProblem } from '@ariadne/domain/screening'
import { readOverlay, readSet } from '@ariadne/domain/screening/definitions'
import { findContentPackage } from '@ariadne/exchange'
import type { LoadedSet } from '../platform/content/load.ts'
import { readContentFile } from '../platform/content/read-file.ts'
import type { Position } from '../platform/content/read-file.ts'
import { CliError } from './command.ts'

type Words = Record<string, Record<string, unknown>>
/** A definition with its words, and where in which file its parts stand. */
type Given = { definition: unknown; texts: Words; place: (problem: SetProblem) => string }
type Found = (id: string, version: string) => LoadedSet | undefined

export const GIVEN_HELP = 'a content package, a set downloaded as YAML, or a folder with set.yaml and its words'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

type Parsed = { value: unknown; lineOf: Position }

const parse = async (file: string): Promise<Parsed> => {
  const read = await readContentFile(file)
  if (read.ok) return read
  const line = read.line ?? 1
  throw new CliError(`${file}:${line}: ${read.problem}. Mend line ${line}.`, { file, line })
}

const at = (file: string, line: number | undefined): string => (line === undefined ? file : `${file}:${line}`)

const inFolder = async (folder: string): Promise<Given[]> => {
  const name = ['set.yaml', 'overlay.yaml'].find((one) => existsSync(join(folder, one)))
  if (name === undefined)
    throw new CliError(`${folder} has no set.yaml. Name the folder of one version of a set.`, { file: folder })
  const definition = await parse(join(folder, name))
  const named = readdirSync(folder).filter((one) => /^[a-z]{2,3}\.json$/u.test(one))
  const files = new Map(await Promise.all(named.map(async (one) => [one, await parse(join(folder, one))] as const)))
  const texts = Object.fromEntries([...files].map(([file, { value }]) => [basename(file, '.json'), value])) as Words
  const place = ({ file, path }: SetProblem) =>
    at(join(folder, file), (file.endsWith('.yaml') ? definition : files.get(file))?.lineOf(path))
  return [{ definition: definition.value, texts, place }]
}

const inFile = async (file: string): Promise<Given[]> => {
  const { value, lineOf } = await parse(file)
  const content = findContentPackage(value)?.content
  if (content)
    return [...content.sets, ...content.overlays].map((one) => ({
      definition: one.definition,
      texts: one.texts,
      place: (problem) =>
        `${file}: ${'id' in one ? `${one.id}@${one.version}` : `${one.set}@${one.over} ${one.country}`} ${problem.file}`,
    }))
  if (!isRecord(value) || !isRecord(value['definition']) || !isRecord(value['texts']))
    throw new CliError(
      `${file} is neither a content package nor a set with "definition" and "texts". Name ${GIVEN_HELP}.`,
      {
        file,
      },
    )
  const place = (problem: SetProblem) => {
    const language = problem.file.replace(/\.(?:json|yaml)$/u, '')
    return at(
      file,
      lineOf(problem.file.endsWith('.yaml') ? ['definition', ...problem.path] : ['texts', language, ...problem.path]),
    )
  }
  return [{ definition: value['definition'], texts: value['texts'] as Words, place }]
}

const sound = ({ place }: Given, problems: readonly SetProblem[]): never => {
  const told = problems.map((one) => `${place(one)}: ${one.path.join('.') || '(file)'}: ${one.message}; ${one.remedy}.`)
  throw new CliError(told.join('\n'), {
    problems: problems.map((one) => ({
      place: place(one),
      field: one.path.join('.'),
      problem: one.message,
      remedy: one.remedy,
    })),
  })
}

/**
 * The sets of a file or folder that is not content of this instance, read as strictly as content is. Signatures of a
 * package are not looked at: evaluating adopts nothing.
 *
 * @param find sets that are here already, for what a country lays over one of them
 */
export const readGivenSets = async (path: string, find: Found): Promise<LoadedSet[]> => {
  if (!existsSync(path)) throw new CliError(`There is no ${path}. Name ${GIVEN_HELP}.`, { file: path })
  const given = await (statSync(path).isDirectory() ? inFolder(path) : inFile(path))
  const isOverlay = ({ definition }: Given) => isRecord(definition) && 'over' in definition
  const sets = given
    .filter((one) => !isOverlay(one))
    .map((one): LoadedSet => {
      const read = readSet(one.definition, one.texts)
      return read.ok ? { set: read.set, texts: one.texts } : sound(one, read.problems)
    })
  const base: Found = (id, version) =>
    sets.find(({ set }) => set.id === id && set.version === version) ?? find(id, version)
  const overlaid = given.filter(isOverlay).map((one): LoadedSet => {
    const read = readOverlay(one.definition, base, one.texts)
    if (!read.ok) return sound(one, read.problems)
    const under = base(read.overlay.set, read.overlay.over)
    if (!under) throw new CliError(`There is no ${read.overlay.set}@${read.overlay.over} for what lies over it.`)
    return { set: applyOverlay(under.set, read.overlay), texts: applyOverlayTexts(under.texts, one.texts) }
  })
  return [...sets, ...overlaid]
}
