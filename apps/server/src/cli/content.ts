import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOfSet, isPublished } from '@ariadne/domain/screening'
import { readSet } from '@ariadne/domain/screening/definitions'
import { readContentFile } from '../platform/content/read-file.ts'
import { loadContent } from '../platform/content/load.ts'
import { PUBLISHED_FILE } from '../platform/content/sets.ts'
import { CliError } from './command.ts'
import type { CliCommand } from './command.ts'
import { contentFlags, contentFolder } from './content-folder.ts'

const LANGUAGES = ['en', 'sq', 'mk', 'sr', 'ar']

const validate: CliCommand = {
  summary: 'Checks indicator sets, overlays, scripts, courses, country profiles and catalogues',
  usage: '[FOLDER | --content FOLDER]',
  words: { least: 0, most: 1 },
  flags: contentFlags,
  run: async (call) => {
    const { words, text, io, json } = call
    if (words[0] !== undefined && text('content') !== undefined)
      throw new CliError('The folder is there twice. Name it once: FOLDER, or --content FOLDER.', { field: 'content' })
    const { folder } = words[0] === undefined ? contentFolder(call) : { folder: words[0] }
    const [{ content, faults: found, files: read, following }, figures] = await Promise.all([
      loadContent(folder),
      import('../figures/index.ts').then(({ loadStatistics }) => loadStatistics(folder)),
    ])
    const [faults, files] = [[...found, ...(read > 0 ? figures.faults : [])], read > 0 ? read + figures.files : 0]
    if (json) io.out(JSON.stringify({ ok: faults.length === 0 && files > 0, files, faults, following }))
    else {
      for (const fault of faults)
        io.err(
          `${folder}/${fault.file}${fault.line === undefined ? '' : `:${fault.line}`}: ${fault.field}: ${fault.problem}. ${fault.remedy}`,
        )
      if (following.length > 0)
        io.err(`Not looked at in full until the sets they name are mended: ${following.join(', ')}.`)
      const { sets, overlays, scripts, courses, countries } = content
      io.out(
        files === 0
          ? `${folder} holds no content. Name the folder that has indicator-sets, scripts and catalogues in it.`
          : `${files} files: ${sets.length} indicator sets, ${overlays.length} overlays, ${scripts.length} scripts, ${courses.length} courses, ${countries.length} country profiles, ${figures.statistics.definitions.length} definitions, ${figures.statistics.reports.length} reports, ${Object.keys(content.catalogues).length} languages. ${faults.length === 0 ? 'Nothing is wrong.' : `${faults.length} faults.`}`,
      )
    }
    return faults.length === 0 && files > 0 ? 0 : 1
  },
}

const readPublished = (file: string): Record<string, string> => {
  if (!existsSync(file)) return {}
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
  } catch {
    throw new CliError(`${file} is no JSON. Put it back as it was; it holds the digests of published versions.`)
  }
}

const publish: CliCommand = {
  summary: 'Writes down the digest of an approved set version, so that it can never change again',
  usage: 'ID@VERSION',
  words: { least: 1, most: 1 },
  flags: contentFlags,
  run: async (call) => {
    const name = call.words[0] ?? ''
    const [id, version] = name.split('@')
    if (!id || !version) throw new CliError(`"${name}" should be ID@VERSION, like adult-mixed-flows@1.0.0.`)
    const { folder } = contentFolder(call)
    const place = join(folder, 'indicator-sets', id, version)
    const definition = await readContentFile(join(place, 'set.yaml')).catch(() => {
      throw new CliError(`There is no ${join(place, 'set.yaml')}.`)
    })
    if (!definition.ok) throw new CliError(`${join(place, 'set.yaml')}:${definition.line ?? 1}: ${definition.problem}`)
    const texts = Object.fromEntries(
      LANGUAGES.filter((language) => existsSync(join(place, `${language}.json`))).map((language) => [
        language,
        JSON.parse(readFileSync(join(place, `${language}.json`), 'utf8')) as Record<string, unknown>,
      ]),
    )
    const read = readSet(definition.value, texts)
    if (!read.ok)
      throw new CliError(
        `${name} has ${read.problems.length} faults and cannot be published. "ariadne content validate" names them.`,
        { problems: read.problems },
      )
    if (!isPublished(read.set.lifecycle))
      throw new CliError(
        `${name} is ${read.set.lifecycle.state}. Only an approved version is published; set lifecycle.state once it was approved.`,
        { field: 'lifecycle.state' },
      )
    const file = join(folder, PUBLISHED_FILE)
    const published = readPublished(file)
    const digest = await digestOfSet(read.set, texts)
    const before = published[name]
    if (before !== undefined && before !== digest)
      throw new CliError(
        `${name} was published with other contents. Put it back as it was, and propose the change as a new version.`,
        { set: name, published: before, now: digest },
      )
    if (before === undefined) {
      const sorted = Object.entries({ ...published, [name]: digest }).toSorted(([a], [b]) => (a < b ? -1 : 1))
      writeFileSync(file, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`)
    }
    call.io.out(
      call.json
        ? JSON.stringify({ ok: true, set: name, digest, again: before !== undefined })
        : `${name} ${before === undefined ? 'is published' : 'was published before'}: ${digest}`,
    )
    return 0
  },
}

export const contentCommands: Record<string, CliCommand> = { 'content validate': validate, 'content publish': publish }
