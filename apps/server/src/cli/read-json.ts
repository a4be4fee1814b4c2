import { readFileSync } from 'node:fs'
import { CliError } from './command.ts'

/** What is in a JSON file that was named on the command line. @throws CliError that names the file */
export const readJson = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown
  } catch (error) {
    throw new CliError(`${file}: cannot be read as JSON (${error instanceof Error ? error.message : String(error)}).`, {
      file,
    })
  }
}
