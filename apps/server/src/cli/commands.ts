import { ConfigError } from '../platform/config/index.ts'
import { loadContent } from '../platform/content/load.ts'
import type { CliCommand } from './command.ts'
import { backupCommands } from './backup.ts'
import { databaseCommands } from './database.ts'
import { caseworkCommands } from '../casework/index.ts'
import { releaseCommands, signalsCommands } from '../figures/index.ts'
import { trustCommands } from '../network/index.ts'
import { demo } from './demo.ts'
import { directoryCommands } from './directory.ts'
import { doctorCommands } from './doctor.ts'
import { serve } from './serve.ts'
import { userCommands } from './user.ts'

const checkConfig: CliCommand = {
  summary: 'Says what is wrong with the configuration, all at once',
  run: async ({ config, json, io }) => {
    const { instance, mode, http } = config()
    io.out(
      json
        ? JSON.stringify({ ok: true, instance: instance.id, mode, baseUrl: http.baseUrl })
        : `The configuration of ${instance.name} (${instance.id}) can be used: ${mode}, ${http.baseUrl}.`,
    )
    return 0
  },
}

const contentValidate: CliCommand = {
  summary: 'Checks indicator sets, scripts, country profiles and catalogues',
  usage: '[FOLDER]',
  words: { least: 0, most: 1 },
  run: async ({ words, config, io, json }) => {
    const folder = words[0] ?? contentDirOf(config)
    const { content, faults, files } = await loadContent(folder)
    if (json) io.out(JSON.stringify({ ok: faults.length === 0, files, faults }))
    else {
      for (const fault of faults)
        io.err(
          `${folder}/${fault.file}${fault.line === undefined ? '' : `:${fault.line}`}: ${fault.field}: ${fault.problem}. ${fault.remedy}`,
        )
      const { sets, scripts, countries } = content
      io.out(
        `${files} files: ${sets.length} indicator sets, ${scripts.length} scripts, ${countries.length} country profiles, ${Object.keys(content.catalogues).length} languages. ${faults.length === 0 ? 'Nothing is wrong.' : `${faults.length} faults.`}`,
      )
    }
    return faults.length === 0 && files > 0 ? 0 : 1
  },
}

/** The content can be checked before there is an instance. */
const contentDirOf = (config: () => { contentDir: string }): string => {
  try {
    return config().contentDir
  } catch (error) {
    if (error instanceof ConfigError) return 'content'
    throw error
  }
}

/** Every command by its name. */
export const commands: Record<string, CliCommand> = {
  serve,
  demo,
  'check-config': checkConfig,
  ...databaseCommands,
  ...backupCommands,
  ...doctorCommands,
  ...userCommands,
  ...directoryCommands,
  ...trustCommands,
  ...caseworkCommands,
  ...signalsCommands,
  ...releaseCommands,
  'content validate': contentValidate,
}
