import type { z } from 'zod'
import { Config } from './schema.ts'

export type Kind = 'text' | 'number' | 'boolean' | 'list'
export type Setting = { path: string; kind: Kind; variables: string[]; describe: z.ZodType }

/** Names that other software, or the start script, already uses for one of our settings. */
const aliases: Record<string, string[]> = {
  'database.app': ['DATABASE_URL'],
  'database.auth': ['DATABASE_AUTH_URL'],
  'database.owner': ['DATABASE_OWNER_URL'],
  'http.port': ['PORT'],
  dataDir: ['ARIADNE_DATA'],
}

type Node = { _zod: { def: { type: string; innerType?: unknown; shape?: Record<string, unknown> } } }

const unwrap = (node: Node): Node => {
  const inner = node._zod.def.innerType
  return inner === undefined ? node : unwrap(inner as Node)
}

const kinds: Record<string, Kind> = { number: 'number', int: 'number', boolean: 'boolean', array: 'list' }

const variableFor = (path: string) =>
  `ARIADNE_${path
    .replaceAll('.', '_')
    .replaceAll(/([a-z])([A-Z])/gu, '$1_$2')
    .toUpperCase()}`

const walk = (node: Node, path: string[]): Setting[] => {
  const inner = unwrap(node)
  const { shape, type } = inner._zod.def
  if (shape !== undefined) return Object.entries(shape).flatMap(([key, child]) => walk(child as Node, [...path, key]))
  const name = path.join('.')
  return [
    {
      path: name,
      kind: kinds[type] ?? 'text',
      variables: [variableFor(name), ...(aliases[name] ?? [])],
      describe: node as unknown as z.ZodType,
    },
  ]
}

/** Every setting with its path in the file and the variables that override it. */
export const settings: readonly Setting[] = walk(Config, [])
