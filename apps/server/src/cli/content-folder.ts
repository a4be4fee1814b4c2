import { ConfigError } from '../platform/config/index.ts'
import type { Config } from '../platform/config/index.ts'
import { loadContent } from '../platform/content/load.ts'
import type { Content, LoadedSet } from '../platform/content/load.ts'
import { compareVersions, offeredSets, stageOn } from '@ariadne/domain/screening'
import { CliError } from './command.ts'
import type { Call, Flags } from './command.ts'
import { readGivenSets } from './given-set.ts'
import { withDatabases } from './session.ts'

export const contentFlags: Flags = {
  content: { type: 'string', help: 'folder of the content; by default the instance’s', value: 'FOLDER' },
}

/** For commands that answer by one set. */
export const setFlags: Flags = {
  set: {
    type: 'string',
    help: 'the set; without a version the newest in effect, or else the newest draft',
    value: 'ID[@VERSION]',
  },
  content: {
    type: 'string',
    help: 'folder of the content; if not given: what the instance of --config (or ARIADNE_CONFIG) has in use, adopted packages and all, and without an instance the folder content',
    value: 'FOLDER',
  },
}

/** The content can be looked at before there is an instance. */
export const contentFolder = ({
  text,
  config,
  io,
}: Pick<Call, 'text' | 'config' | 'io'>): { folder: string; country?: string; instance?: Config } => {
  const given = text('content')
  if (given !== undefined) return { folder: given }
  try {
    const settings = config()
    const { contentDir, instance } = settings
    return {
      folder: contentDir,
      instance: settings,
      ...(instance.country === undefined ? {} : { country: instance.country }),
    }
  } catch (error) {
    // Who names an instance is not answered by something else.
    const isNamed = (text('config') ?? io.environment['ARIADNE_CONFIG'] ?? '') !== ''
    if (error instanceof ConfigError && !isNamed) return { folder: 'content' }
    throw error
  }
}

type Named = { readonly id: string; readonly version: string }
const isSame = (a: Named, b: Named): boolean => a.id === b.id && a.version === b.version

/** As the app offers it; where only something of a later day is there, that. */
const newestOf = (family: readonly LoadedSet[], today: string): LoadedSet | undefined => {
  const [offered] = offeredSets(
    family.map(({ set }) => set),
    today,
    { drafts: true },
  )
  return (
    family.find(({ set }) => set === offered) ??
    family
      .filter(({ set }) => stageOn(set.lifecycle, today) !== 'retired')
      .toSorted((a, b) => compareVersions(a.set.version, b.set.version))
      .at(-1)
  )
}

/** What the instance has in use, or what lies in the folder, and in words which it is. */
const setsHere = async (
  { folder, country, instance }: ReturnType<typeof contentFolder>,
  content: Content,
): Promise<{ sets: readonly LoadedSet[]; where: string; told: string[] }> => {
  if (!instance) return { sets: content.sets, where: folder, told: [`Sets of the folder ${folder}.`] }
  const unread: string[] = []
  const { setsInUse } = await import('../library/index.ts')
  const { sets, came } = await withDatabases(instance, ({ db }) =>
    setsInUse(db, content, country, (name) => unread.push(name)),
  )
  const packages = new Set([...came.values()].map(({ name, version }) => `${name} ${version}`))
  const adopted = packages.size > 0 ? `adopted: ${[...packages].join(', ')}` : 'no package adopted'
  return {
    sets,
    where: instance.instance.id,
    told: [
      `Sets in use at ${instance.instance.id}: ${folder}, and ${adopted}.`,
      ...unread.map((name) => `${name} cannot be used as it is there.`),
    ],
  }
}

/** The sets a command compares with: what the instance has in use, or what lies in the folder. */
export const setsKnown = async (call: Pick<Call, 'text' | 'config' | 'io'>): Promise<readonly LoadedSet[]> => {
  const place = contentFolder(call)
  const { content } = await loadContent(place.folder, place.country)
  return (await setsHere(place, content)).sets
}

/**
 * Every set of the content, and the one that `ID` or `ID@VERSION` names: without a version the newest in effect, or else
 * the newest draft. Where
 * `--from` names a file or folder, its sets stand before those of the content, and a single one of them needs no name.
 */
export const findSetFor = async (
  call: Pick<Call, 'text' | 'config' | 'io'>,
  name: string | undefined,
): Promise<LoadedSet & { all: LoadedSet[]; told: string[] }> => {
  const from = call.text('from')
  if (name === undefined && from === undefined)
    throw new CliError('Say which set: --set ID or --set ID@VERSION.', { field: 'set' })
  const place = contentFolder(call)
  const { content, faults } = await loadContent(place.folder, place.country)
  const here =
    from === undefined ? await setsHere(place, content) : { sets: content.sets, where: place.folder, told: [] }
  const given =
    from === undefined
      ? []
      : await readGivenSets(from, (id, version) =>
          content.sets.find(({ set }) => set.id === id && set.version === version),
        )
  const all = [...given, ...here.sets.filter(({ set }) => !given.some((one) => isSame(one.set, set)))]
  const [only] = given
  if (name === undefined && only && given.length === 1) return { ...only, all, told: here.told }
  if (name === undefined)
    throw new CliError(
      `${from ?? ''} has ${given.length} sets. Say which: --set ${given.map(({ set }) => `${set.id}@${set.version}`).join(' or --set ')}.`,
      { field: 'set' },
    )
  const where = from ?? here.where
  const sets = from === undefined ? all : given
  const [id = '', version] = name.split('@')
  const family = sets.filter(({ set }) => set.id === id)
  if (family.length === 0) {
    const broken = faults.filter(({ file }) => file.includes(`/${id}/`))
    throw new CliError(
      broken.length > 0
        ? `The set "${id}" has ${broken.length} faults and is not used. "ariadne content validate" names them.`
        : `There is no set "${id}" in ${where}. There are: ${[...new Set(sets.map(({ set }) => set.id))].join(', ') || 'none'}.`,
      { field: 'set', set: id },
    )
  }
  const today = new Date().toISOString().slice(0, 10)
  const found = version === undefined ? newestOf(family, today) : family.find(({ set }) => set.version === version)
  if (!found)
    throw new CliError(
      `There is no version "${version ?? ''}" of ${id} in use. There are: ${family.map(({ set }) => set.version).join(', ')}.`,
      { field: 'set', set: id, versions: family.map(({ set }) => set.version) },
    )
  return { ...found, all, told: here.told }
}
