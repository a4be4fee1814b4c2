import { ConfigError } from '../platform/config/index.ts'
import { loadContent } from '../platform/content/load.ts'
import type { LoadedSet } from '../platform/content/load.ts'
import { compareVersions, stageOn } from '@ariadne/domain/screening'
import { CliError } from './command.ts'
import type { Call, Flags } from './command.ts'
import { readGivenSets } from './given-set.ts'

export const contentFlags: Flags = {
  content: { type: 'string', help: 'folder of the content; by default the instance’s', value: 'FOLDER' },
}

/** The content can be looked at before there is an instance. */
export const contentFolder = ({
  text,
  config,
}: Pick<Call, 'text' | 'config'>): { folder: string; country?: string } => {
  const given = text('content')
  if (given !== undefined) return { folder: given }
  try {
    const { contentDir, instance } = config()
    return { folder: contentDir, ...(instance.country === undefined ? {} : { country: instance.country }) }
  } catch (error) {
    if (error instanceof ConfigError) return { folder: 'content' }
    throw error
  }
}

type Named = { readonly id: string; readonly version: string }
const isSame = (a: Named, b: Named): boolean => a.id === b.id && a.version === b.version

/**
 * Every set of the content, and the one that `ID` or `ID@VERSION` names: without a version the newest not retired. Where
 * `--from` names a file or folder, its sets stand before those of the content, and a single one of them needs no name.
 */
export const findSetFor = async (
  call: Pick<Call, 'text' | 'config'>,
  name: string | undefined,
): Promise<LoadedSet & { all: LoadedSet[] }> => {
  const from = call.text('from')
  if (name === undefined && from === undefined)
    throw new CliError('Say which set: --set ID or --set ID@VERSION.', { field: 'set' })
  const { folder: contentAt, country } = contentFolder(call)
  const { content, faults } = await loadContent(contentAt, country)
  const given =
    from === undefined
      ? []
      : await readGivenSets(from, (id, version) =>
          content.sets.find(({ set }) => set.id === id && set.version === version),
        )
  const all = [...given, ...content.sets.filter(({ set }) => !given.some((one) => isSame(one.set, set)))]
  const [only] = given
  if (name === undefined && only && given.length === 1) return { ...only, all }
  if (name === undefined)
    throw new CliError(
      `${from ?? ''} has ${given.length} sets. Say which: --set ${given.map(({ set }) => `${set.id}@${set.version}`).join(' or --set ')}.`,
      { field: 'set' },
    )
  const folder = from ?? contentAt
  const sets = from === undefined ? all : given
  const [id = '', version] = name.split('@')
  const family = sets.filter(({ set }) => set.id === id)
  if (family.length === 0) {
    const broken = faults.filter(({ file }) => file.includes(`/${id}/`))
    throw new CliError(
      broken.length > 0
        ? `The set "${id}" has ${broken.length} faults and is not used. "ariadne content validate" names them.`
        : `There is no set "${id}" in ${folder}. There are: ${[...new Set(sets.map(({ set }) => set.id))].join(', ') || 'none'}.`,
      { field: 'set', set: id },
    )
  }
  const today = new Date().toISOString().slice(0, 10)
  const found =
    version === undefined
      ? family
          .filter(({ set }) => stageOn(set.lifecycle, today) !== 'retired')
          .toSorted((a, b) => compareVersions(a.set.version, b.set.version))
          .at(-1)
      : family.find(({ set }) => set.version === version)
  if (!found)
    throw new CliError(
      `There is no version "${version ?? ''}" of ${id} in use. There are: ${family.map(({ set }) => set.version).join(', ')}.`,
      { field: 'set', set: id, versions: family.map(({ set }) => set.version) },
    )
  return { ...found, all }
}
