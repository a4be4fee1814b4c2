import { existsSync, writeFileSync } from 'node:fs'
import {
  ContentPackage,
  ExchangeError,
  findContentPackage,
  importSigningKey,
  signContentPackage,
} from '@ariadne/exchange'
import type { GeneralJws } from '@ariadne/exchange'
import { digestOfSet, isPublished } from '@ariadne/domain/screening'
import { contentFlags, contentFolder, setsKnown } from '../cli/content-folder.ts'
import { CliError } from '../cli/command.ts'
import type { CliCommand } from '../cli/command.ts'
import { readJson } from '../cli/read-json.ts'
import { withDatabases } from '../cli/session.ts'
import { openTrust, readSigningKeyFile } from '../network/index.ts'
import { loadContent } from '../platform/content/load.ts'
import { systemClock } from '../platform/clock.ts'
import { createLogger } from '../platform/log.ts'
import { CHANGES_NOTHING, packageChangesNothing } from './nothing.ts'
import { openLibrary } from './packages/library.ts'

const splitList = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')

const pack: CliCommand = {
  summary: 'Puts published sets and overlays into a package, to be signed by coordinators',
  usage: '--name NAME --issue N --out FILE [--sets ID@VERSION,...] [--overlays CC,...]',
  flags: {
    name: { type: 'string', help: 'the name of the package, the same for each issue', value: 'NAME' },
    issue: { type: 'string', help: 'a number higher than that of the issue before', value: 'N' },
    sets: { type: 'string', help: 'which sets; by default every published one', value: 'LIST' },
    overlays: { type: 'string', help: 'the overlays of which countries', value: 'LIST' },
    out: { type: 'string', help: 'where to write it; must not exist', value: 'FILE' },
    ...contentFlags,
  },
  run: async (call) => {
    const { text, io, json } = call
    const [name, issue, out] = [text('name'), text('issue'), text('out')]
    if (name === undefined || issue === undefined || out === undefined)
      throw new CliError('Say --name, --issue and --out.', {
        field: name === undefined ? 'name' : issue === undefined ? 'issue' : 'out',
      })
    if (existsSync(out)) throw new CliError(`${out} is there already and is left as it is. Name another file.`)
    const { folder } = contentFolder(call)
    const { content, faults } = await loadContent(folder)
    if (faults.length > 0)
      throw new CliError(`${folder} has ${faults.length} faults. "ariadne content validate" names them.`, { faults })
    const wanted = splitList(text('sets'))
    const countries = splitList(text('overlays')).map((country) => country.toUpperCase())
    const isWanted = (id: string, version: string) => wanted.includes(`${id}@${version}`)
    const unknown = wanted.filter((one) => !content.sets.some(({ set }) => `${set.id}@${set.version}` === one))
    if (unknown.length > 0) throw new CliError(`There is no ${unknown.join(', ')} in ${folder}.`, { field: 'sets' })
    const chosen = content.sets.filter(({ set }) =>
      wanted.length > 0 ? isWanted(set.id, set.version) : countries.length === 0 && isPublished(set.lifecycle),
    )
    const drafts = chosen.filter(({ set }) => !isPublished(set.lifecycle)).map(({ set }) => `${set.id}@${set.version}`)
    if (drafts.length > 0)
      throw new CliError(`Only approved versions are packed: ${drafts.join(', ')} is still a draft.`, { field: 'sets' })
    const overlays = content.overlays.filter(({ overlay }) => countries.includes(overlay.country))
    if (chosen.length === 0 && overlays.length === 0)
      throw new CliError('Nothing there is published yet, so there is nothing to pack.', { field: 'sets' })
    const parsed = ContentPackage.safeParse({
      v: 1,
      name,
      version: Number(issue),
      issued: new Date().toISOString(),
      sets: await Promise.all(
        chosen.map(async ({ set, texts }) => ({
          id: set.id,
          version: set.version,
          digest: await digestOfSet(set, texts),
          definition: set,
          texts,
        })),
      ),
      overlays: overlays.map(({ overlay, texts }) => ({
        country: overlay.country,
        set: overlay.set,
        over: overlay.over,
        definition: overlay,
        texts,
      })),
    })
    if (!parsed.success) {
      const [issueFound] = parsed.error.issues
      throw new CliError(`${issueFound?.path.join('.') ?? ''}: ${issueFound?.message ?? 'not as it should be'}.`)
    }
    writeFileSync(out, `${JSON.stringify(parsed.data, null, 2)}\n`)
    const contents = [
      ...parsed.data.sets.map(({ id, version }) => `${id}@${version}`),
      ...parsed.data.overlays.map((one) => `${one.set}@${one.over} ${one.country}`),
    ]
    io.out(
      json
        ? JSON.stringify({ ok: true, name, version: parsed.data.version, contents, out })
        : `${out}: ${contents.join(', ')}. Coordinators sign it with "ariadne content sign".`,
    )
    return 0
  },
}

/** A package, bare or with the signatures it has. */
const readPackage = (file: string): { content: ContentPackage; signed: GeneralJws | undefined } => {
  const found = findContentPackage(readJson(file))
  if (!found) throw new CliError(`${file} is no package of content. "ariadne content pack" makes one.`, { file })
  return found
}

const sign: CliCommand = {
  summary: 'Adds a coordinator’s signature to a package of content',
  usage: 'FILE --key FILE [--out FILE]',
  words: { least: 1, most: 1 },
  flags: {
    key: { type: 'string', help: 'the coordinator’s signing key', value: 'FILE' },
    out: { type: 'string', help: 'where to write the signed package; by default the same file', value: 'FILE' },
    content: { type: 'string', help: 'what it is compared with; by default what is in use here', value: 'FOLDER' },
  },
  run: async (call) => {
    const { words, text, io, json } = call
    const file = words[0] ?? ''
    const keyFile = text('key')
    if (keyFile === undefined) throw new CliError('Say with which key: --key FILE.', { field: 'key' })
    const record = (() => {
      try {
        return readSigningKeyFile(keyFile)
      } catch (error) {
        throw new CliError(error instanceof Error ? error.message : String(error), { file: keyFile })
      }
    })()
    const { content, signed } = readPackage(file)
    if (packageChangesNothing(content, await setsKnown(call)))
      throw new CliError(`${file} is not signed: ${CHANGES_NOTHING}.`, { file, code: 'changes_nothing' })
    try {
      const result = await signContentPackage(content, [await importSigningKey(record)], signed)
      const out = text('out') ?? file
      writeFileSync(out, `${JSON.stringify(result)}\n`)
      const signatures = result.signatures.length
      io.out(
        json
          ? JSON.stringify({ ok: true, name: content.name, version: content.version, signatures, out })
          : `${out}: ${content.name} ${content.version} has ${signatures} signature${signatures === 1 ? '' : 's'} now.`,
      )
      return 0
    } catch (error) {
      if (error instanceof ExchangeError) throw new CliError(`${file}: ${error.message}.`, { code: error.code })
      throw error
    }
  },
}

const adopt: CliCommand = {
  summary: 'Adopts a signed package of content; a running instance takes it up at once',
  usage: 'FILE',
  words: { least: 1, most: 1 },
  run: async ({ words, config, io, json }) => {
    const file = words[0] ?? ''
    const value = readJson(file)
    const settings = config()
    const log = createLogger(settings)
    const told = await withDatabases(settings, async ({ db }) => {
      const { content } = await loadContent(settings.contentDir, settings.instance.country)
      const { list, root } = settings.trust
      const trust = await openTrust({ files: { list, root }, db, clock: systemClock, log })
      const library = openLibrary({
        shipped: content,
        country: settings.instance.country,
        db,
        clock: systemClock,
        log,
        trust: async () => trust.status(),
        replace: () => undefined,
      })
      return library.adopt(value)
    })
    if (!told.adopted)
      throw new CliError(`${file} is not adopted: ${told.detail ?? told.code ?? 'refused'}.`, {
        file,
        code: told.code,
        signers: told.signers,
      })
    io.out(
      json
        ? JSON.stringify({ ok: true, ...told })
        : `${told.name ?? ''} ${told.version ?? ''} is adopted: ${told.contents.join(', ')}. Signed by ${told.signers.map(({ country }) => country).join(', ')}.`,
    )
    return 0
  },
}

export const libraryCommands: Record<string, CliCommand> = {
  'content pack': pack,
  'content sign': sign,
  'content adopt': adopt,
}
