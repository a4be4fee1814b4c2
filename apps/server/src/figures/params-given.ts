import { CliError } from '../cli/command.ts'

/** The object that `--params` holds; an empty one where the flag is not given. */
export const paramsGiven = (text: string | undefined): Record<string, unknown> => {
  if (text === undefined) return {}
  const value = (() => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      return undefined
    }
  })()
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CliError(`--params: ${text} should be a JSON object, as '{"alpha": 0.01}'.`)
  return { ...value }
}
