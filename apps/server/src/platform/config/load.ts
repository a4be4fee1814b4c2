import { readFileSync } from 'node:fs'
import { LineCounter, isMap, parseDocument } from 'yaml'
import type { Document } from 'yaml'
import { Config } from './schema.ts'
import { settings } from './paths.ts'
import type { Setting } from './paths.ts'

/** One thing that is wrong: where it was said, which key, what would be right. */
export type ConfigFault = { source: string; key: string; problem: string; remedy: string }

export class ConfigError extends Error {
  readonly faults: readonly ConfigFault[]
  constructor(faults: readonly ConfigFault[]) {
    super(
      [
        'The configuration cannot be used:',
        ...faults.map((f) => `  ${f.source}: ${f.key}: ${f.problem}. ${f.remedy}`),
      ].join('\n'),
    )
    this.name = 'ConfigError'
    this.faults = faults
  }
}

type Tree = { [key: string]: unknown }
type Found = { tree: Tree; sourceOf: Map<string, string>; faults: ConfigFault[] }

const setAt = (tree: Tree, path: string, value: unknown) => {
  const keys = path.split('.')
  const last = keys.pop() ?? path
  let at = tree
  for (const key of keys) {
    const next = at[key]
    if (typeof next !== 'object' || next === null || Array.isArray(next)) at[key] = {}
    at = at[key] as Tree
  }
  at[last] = value
}

const lineOf = (document: Document, counter: LineCounter, path: readonly PropertyKey[]): number | undefined => {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const parent = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true)
    if (!isMap(parent)) continue
    const pair = parent.items.find((item) => String(item.key) === String(path[depth - 1]))
    const start = (pair?.key as { range?: [number, number, number] } | undefined)?.range?.[0]
    if (start !== undefined) return counter.linePos(start).line
  }
  return undefined
}

type FromFile = { tree: Tree; faults: ConfigFault[]; where: (path: readonly PropertyKey[]) => string | undefined }

const readConfigFile = (path: string): FromFile => {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const fault: ConfigFault = {
      source: path,
      key: '(file)',
      problem: `cannot be read (${error instanceof Error ? error.message : String(error)})`,
      remedy: 'Name a YAML or JSON file that this user may read with --config.',
    }
    return { tree: {}, faults: [fault], where: () => undefined }
  }
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter })
  const faults = document.errors.map((error) => ({
    source: `${path}:${error.linePos?.[0].line ?? 1}`,
    key: '(file)',
    problem: `is not valid YAML or JSON (${error.message.split('\n')[0] ?? ''})`,
    remedy: 'Mend the line.',
  }))
  const value: unknown = faults.length > 0 ? {} : (document.toJS() ?? {})
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    faults.push({
      source: path,
      key: '(file)',
      problem: 'is not a map of settings',
      remedy: 'Write "key: value" lines.',
    })
    return { tree: {}, faults, where: () => undefined }
  }
  return {
    tree: structuredClone(value) as Tree,
    faults,
    where: (keys) => {
      const present = document.hasIn([keys[0]])
      const line = present ? lineOf(document, counter, keys) : undefined
      return line === undefined ? undefined : `${path}:${line}`
    },
  }
}

const parseVariable = (setting: Setting, text: string): unknown => {
  if (setting.kind === 'number') return /^-?\d+(\.\d+)?$/u.test(text.trim()) ? Number(text) : text
  if (setting.kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  if (setting.kind === 'list') return text.split(',').map((part) => part.trim())
  return text
}

/** Variables of the start script and of test runs, which are no settings of an instance. */
const foreign = new Set(['ARIADNE_CONFIG', 'ARIADNE_CHROMIUM', 'ARIADNE_TEST_RUN'])

const fromEnvironment = (environment: Record<string, string | undefined>): Found => {
  const found: Found = { tree: {}, sourceOf: new Map(), faults: [] }
  const known = new Set<string>(foreign)
  for (const setting of settings) {
    // The first name is ours and wins over names shared with other software.
    for (const variable of setting.variables.toReversed()) {
      known.add(variable).add(`${variable}_FILE`)
      const path = environment[`${variable}_FILE`]
      let text = environment[variable]
      let source = `environment ${variable}`
      if (path !== undefined && path !== '') {
        source = `environment ${variable}_FILE`
        try {
          text = readFileSync(path, 'utf8').trimEnd()
        } catch {
          found.faults.push({
            source,
            key: setting.path,
            problem: `names ${path}, which cannot be read`,
            remedy: 'Name a file that this user may read.',
          })
          continue
        }
      }
      if (text === undefined || text === '') continue
      setAt(found.tree, setting.path, parseVariable(setting, text))
      found.sourceOf.set(setting.path, source)
    }
  }
  for (const variable of Object.keys(environment))
    if (variable.startsWith('ARIADNE_') && !known.has(variable))
      found.faults.push({
        source: `environment ${variable}`,
        key: variable,
        problem: 'is no setting of Ariadne',
        remedy: `Settings are: ${settings.map((setting) => setting.variables[0]).join(', ')}.`,
      })
  return found
}

const merge = (under: Tree, over: Tree): Tree => {
  const result: Tree = { ...under }
  for (const [key, value] of Object.entries(over)) {
    const below = result[key]
    const both =
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      typeof below === 'object' &&
      below !== null &&
      !Array.isArray(below)
    result[key] = both ? merge(below as Tree, value as Tree) : value
  }
  return result
}

const valueAt = (tree: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    tree,
  )

/** Rules that need more than one key. */
const crossFaults = (config: Config): { key: string; problem: string; remedy: string }[] => {
  const faults = []
  if (config.instance.kind === 'country' && config.instance.country === undefined)
    faults.push({
      key: 'instance.country',
      problem: 'is missing for the instance of a country',
      remedy: 'Give the ISO 3166-1 code, or XK.',
    })
  if (config.push.privateKey !== undefined && config.push.subject === undefined)
    faults.push({
      key: 'push.subject',
      problem: 'is missing beside push.privateKey',
      remedy: 'Give a mailto: or https: address; push services refuse who cannot be reached.',
    })
  if (config.mode === 'live') {
    if (!config.http.baseUrl.startsWith('https://'))
      faults.push({
        key: 'http.baseUrl',
        problem: 'is not https in live mode',
        remedy: 'Serve live instances behind TLS and give the https address.',
      })
    if (!config.session.totpRequired)
      faults.push({
        key: 'session.totpRequired',
        problem: 'is off in live mode',
        remedy: 'Leave the second factor on; only demo and training may do without.',
      })
    for (const key of ['list', 'root', 'signingKey', 'sealingKey'] as const)
      if (config.trust[key] === undefined)
        faults.push({
          key: `trust.${key}`,
          problem: 'is missing in live mode',
          remedy: 'Name the file; docs/operators says how it is made.',
        })
  }
  return faults
}

/**
 * Reads the configuration: defaults, then the file, then the environment, where `NAME_FILE` names a file with the
 * value. Everything that is wrong is told at once.
 * @throws {ConfigError} with every fault found
 */
export const loadConfig = (
  input: { file?: string | undefined; environment?: Record<string, string | undefined> } = {},
): Config => {
  const file: FromFile =
    input.file === undefined ? { tree: {}, faults: [], where: () => undefined } : readConfigFile(input.file)
  const environment = fromEnvironment(input.environment ?? {})
  const faults = [...file.faults, ...environment.faults]

  const sourceFor = (path: readonly PropertyKey[]) => {
    const name = path.map(String).join('.')
    for (const [setting, source] of environment.sourceOf)
      if (name === setting || name.startsWith(`${setting}.`)) return source
    return file.where(path) ?? 'not set'
  }
  const variableOf = (name: string) => settings.find((setting) => setting.path === name)?.variables[0]

  const tree = merge(file.tree, environment.tree)
  const parsed = Config.safeParse(tree)
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys)
          faults.push({
            source: sourceFor([...issue.path, key]),
            key: [...issue.path, key].map(String).join('.'),
            problem: 'is no setting of Ariadne',
            remedy: 'Take it out, or mend its spelling.',
          })
        continue
      }
      const missing = issue.code === 'invalid_type' && valueAt(tree, issue.path) === undefined
      for (const name of missing ? leavesUnder(issue.path.map(String).join('.')) : [issue.path.map(String).join('.')]) {
        const variable = variableOf(name)
        const message = issue.message.replace(/^Invalid (input|option): /u, '')
        faults.push({
          source: missing ? 'not set' : sourceFor(issue.path),
          key: name,
          problem: missing ? 'is missing' : message,
          remedy:
            variable === undefined
              ? 'Mend it in the file.'
              : `Set it in the file or with ${variable}${missing ? ` (or ${variable}_FILE for a secret)` : ''}.`,
        })
      }
    }
  }
  if (parsed.success)
    for (const fault of crossFaults(parsed.data)) faults.push({ source: sourceFor(fault.key.split('.')), ...fault })
  if (faults.length > 0 || !parsed.success) throw new ConfigError(faults)
  return parsed.data
}

/** When a whole section is missing, the required keys of that section are what a reader needs to hear. */
const leavesUnder = (path: string): string[] => {
  const under = settings.filter(
    (setting) => setting.path.startsWith(`${path}.`) && !setting.describe.safeParse(undefined).success,
  )
  return under.length === 0 ? [path] : under.map((setting) => setting.path)
}
