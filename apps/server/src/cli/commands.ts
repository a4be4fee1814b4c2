import type { CliCommand } from './command.ts'
import { backupCommands } from './backup.ts'
import { contentCommands } from './content.ts'
import { databaseCommands } from './database.ts'
import { caseworkCommands } from '../casework/index.ts'
import {
  estimateCommands,
  figureImportCommands,
  regionalCommands,
  releaseCommands,
  reportCommands,
  signalsCommands,
} from '../figures/index.ts'
import { ringerCommands, screenCommands, xlsformCommands } from '../intake/index.ts'
import { libraryCommands } from '../library/index.ts'
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
  ...estimateCommands,
  ...releaseCommands,
  ...reportCommands,
  ...figureImportCommands,
  ...regionalCommands,
  ...contentCommands,
  ...libraryCommands,
  ...screenCommands,
  ...xlsformCommands,
  ...ringerCommands,
}
