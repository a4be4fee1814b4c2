import { ConfigError } from '../platform/config/index.ts'
import { loadContent } from '../platform/content/load.ts'
import type { LoadedSet } from '../platform/content/load.ts'
import { compareVersions, stageOn } from '@ariadne/domain/screening'
import { CliError } from './command.ts'
import type { Call, Flags } from './command.ts'

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

/** Every set of the content, and the one that `ID` or `ID@VERSION` names: without a version the newest not retired. */
export const findSetFor = async (
  call: Pick<Call, 'text' | 'config'>,
  name: string | undefined,
): Promise<LoadedSet & { all: LoadedSet[] }> => {
  if (name === undefined) throw new CliError('Say which set: --set ID or --set ID@VERSION.', { field: 'set' })
  const { folder, country } = contentFolder(call)
  const { content, faults } = await loadContent(folder, country)
  const [id = '', version] = name.split('@')
  const family = content.sets.filter(({ set }) => set.id === id)
  if (family.length === 0) {
    const broken = faults.filter(({ file }) => file.includes(`/${id}/`))
    throw new CliError(
      broken.length > 0
        ? `The set "${id}" has ${broken.length} faults and is not used. "ariadne content validate" names them.`
        : `There is no set "${id}" in ${folder}. There are: ${[...new Set(content.sets.map(({ set }) => set.id))].join(', ') || 'none'}.`,
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
  return { ...found, all: content.sets }
}
