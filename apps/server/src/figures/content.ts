import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Definition } from '@ariadne/domain/statistics'
import {
  checkDefinitions,
  DefinitionFile,
  Grouping,
  ReportTemplate,
  SourceMark,
  type CitedSource,
} from '@ariadne/domain/statistics'
import { vocabulary } from '@ariadne/domain'
import { toSerbianLatin } from '@ariadne/domain/serbianLatin'
import { z } from 'zod'
import { faultsOf } from '../platform/content/faults.ts'
import type { ContentFault } from '../platform/content/faults.ts'
import { readContentFile } from '../platform/content/read-file.ts'

export const LANGUAGES = ['en', 'sq', 'mk', 'sr', 'ar'] as const
export type TextLanguage = (typeof LANGUAGES)[number]

const Pages = z.strictObject({
  funnel: z.array(z.string()),
  /** Steps beside the way: not everybody has to reach them. */
  funnelSide: z.array(z.string()),
  trends: z.array(z.string()),
  map: z.array(z.string()),
})
const GroupingFile = z.strictObject({ groupings: z.array(Grouping), pages: Pages })
const Texts = z
  .object({
    $catalogue: z.object({
      language: z.string(),
      state: z.string(),
      drafter: z.string(),
      reviewer: z.string().nullable(),
    }),
  })
  .catchall(z.string().min(1))

const AreaFile = z.strictObject({
  source: z.strictObject({
    title: z.string(),
    publisher: z.string(),
    year: z.int().nullable(),
    address: z.string().nullable(),
    mark: SourceMark,
  }),
  countries: z.record(
    z.string().regex(/^[A-Z]{2}$/),
    z.record(
      vocabulary.Area,
      z.strictObject({
        name: z.record(z.string(), z.string().min(1)),
        /** Longitude and latitude, in degrees. */
        at: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]),
      }),
    ),
  ),
})

/** What figures mean: definitions, categories, report templates, and their words. */
export type Statistics = {
  sources: readonly CitedSource[]
  definitions: readonly Definition[]
  groupings: readonly Grouping[]
  pages: z.infer<typeof Pages>
  reports: readonly ReportTemplate[]
  /** Parts of countries, each with a place to draw it at. */
  areas: z.infer<typeof AreaFile>['countries']
  texts: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** Every word a definition, a category or a report needs. */
const wordsNeeded = (content: Pick<Statistics, 'definitions' | 'reports' | 'groupings'>): string[] => [
  ...content.definitions.map(({ id }) => `definition.${id}`),
  ...[...content.groupings, ...content.reports.flatMap(({ groupings }) => groupings)].flatMap(
    ({ dimension, groups, others, several }) =>
      [...Object.keys(groups), others, several].flatMap((name) => (name ? [`category.${dimension}.${name}`] : [])),
  ),
  ...content.reports.flatMap((report) => [
    `report.${report.id}`,
    `recipient.${report.id}`,
    ...report.tables.flatMap((table) => [
      `table.${report.id}.${table.id}`,
      ...(table.kind === 'lines' ? table.lines.map((line) => `line.${report.id}.${line.id}`) : []),
    ]),
  ]),
]

/**
 * Reads and checks `content/statistics` and `content/reports`. What is wrong is left out and told, with file, line and
 * what would be right.
 */
export const loadStatistics = async (
  root: string,
): Promise<{ statistics: Statistics; faults: ContentFault[]; files: number }> => {
  const faults: ContentFault[] = []
  let files = 0
  const read = async <S extends z.ZodType>(path: string, schema: S): Promise<z.infer<S> | undefined> => {
    const file = relative(root, path)
    files += 1
    const got = await readContentFile(path).catch((error: unknown) => ({
      ok: false as const,
      problem: error instanceof Error ? error.message : 'cannot be read',
    }))
    if (!got.ok) {
      faults.push({
        file,
        field: '(file)',
        problem: got.problem,
        remedy: 'Mend the file; it must be valid YAML or JSON.',
      })
      return undefined
    }
    const parsed = schema.safeParse(got.value)
    if (parsed.success) return parsed.data
    faults.push(...faultsOf(file, parsed.error, got.lineOf))
    return undefined
  }
  const folder = join(root, 'statistics')
  const reportFiles = (await readdir(join(root, 'reports')).catch(() => [] as string[]))
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
  const [defined, grouped, placed, reports, texts] = await Promise.all([
    read(join(folder, 'definitions.yaml'), DefinitionFile),
    read(join(folder, 'groupings.yaml'), GroupingFile),
    read(join(folder, 'areas.yaml'), AreaFile),
    Promise.all(reportFiles.map((name) => read(join(root, 'reports', name), ReportTemplate))),
    Promise.all(LANGUAGES.map((language) => read(join(folder, 'texts', `${language}.json`), Texts))),
  ])
  const statistics: Statistics = {
    sources: defined?.sources ?? [],
    definitions: defined?.definitions ?? [],
    groupings: grouped?.groupings ?? [],
    pages: grouped?.pages ?? { funnel: [], funnelSide: [], trends: [], map: [] },
    areas: placed?.countries ?? {},
    reports: reports.flatMap((one) => (one ? [one] : [])),
    texts: Object.fromEntries(
      LANGUAGES.map((language, at) => {
        const { $catalogue: _catalogue, ...words } = texts[at] ?? { $catalogue: undefined }
        return [language, words]
      }),
    ),
  }
  const say = (file: string, field: string, problem: string, remedy: string): void => {
    faults.push({ file, field, problem, remedy })
  }
  for (const { id, field, problem, remedy } of checkDefinitions(statistics.definitions, statistics.sources))
    say('statistics/definitions.yaml', `${id}.${field}`, problem, remedy)
  const known = new Set(statistics.definitions.map(({ id }) => id))
  for (const [page, ids] of Object.entries(statistics.pages))
    for (const id of ids)
      if (!known.has(id))
        say('statistics/groupings.yaml', `pages.${page}`, `names "${id}"`, 'Name a definition that is there.')
  for (const report of statistics.reports)
    for (const table of report.tables)
      for (const id of table.kind === 'cross' ? [table.definition] : table.lines.map((line) => line.definition))
        if (!known.has(id))
          say(`reports/${report.id}.yaml`, `tables.${table.id}`, `names "${id}"`, 'Name a definition that is there.')
  for (const [country, areas] of Object.entries(statistics.areas))
    for (const code of Object.keys(areas))
      if (!code.startsWith(country))
        say(
          'statistics/areas.yaml',
          `countries.${country}.${code}`,
          'is of another country',
          `Begin it with ${country}.`,
        )
  if (known.size > 0)
    for (const language of LANGUAGES) {
      const words = statistics.texts[language] ?? {}
      for (const id of new Set(wordsNeeded(statistics)))
        if (!(id in words))
          say(`statistics/texts/${language}.json`, id, 'is missing', 'Write it; a draft by machine is marked as one.')
    }
  return { statistics, faults, files }
}

/** A word in a language, English where that has none, its code where nobody wrote it. */
export const wordIn = (statistics: Statistics, language: string, id: string): string => {
  const found = statistics.texts[language.split('-')[0] ?? '']?.[id]
  if (found !== undefined) return language === 'sr-Latn' ? toSerbianLatin(found) : found
  return statistics.texts['en']?.[id] ?? id
}
