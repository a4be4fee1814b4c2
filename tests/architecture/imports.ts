import { posix } from 'node:path'
import { parseSync } from 'vite'

export type Import = { from: string; to: string; typeOnly: boolean }

/**
 * What `source`, the text of the file `path`, imports. `to` is a path from the project's root for a relative import, and
 * the name as written for any other.
 */
export function importsOf(path: string, source: string): Import[] {
  const { module, errors } = parseSync(path, source)
  if (errors.length > 0) throw new Error(`${path} cannot be read: ${errors[0]?.message}`)
  const found = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({
      name: moduleRequest.value,
      typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
    })),
    ...module.staticExports
      .flatMap(({ entries }) => entries)
      .flatMap(({ moduleRequest, isType }) => (moduleRequest ? [{ name: moduleRequest.value, typeOnly: isType }] : [])),
    ...module.dynamicImports.map(({ moduleRequest }) => ({
      name: source.slice(moduleRequest.start + 1, moduleRequest.end - 1),
      typeOnly: false,
    })),
    // `type A = import('b').A`, which the list of the parser leaves out.
    ...[...source.matchAll(/[:=<|&]\s*(?:typeof\s+)?import\(\s*['"]([^'"]+)['"]\s*\)\s*\./g)].map(([, name]) => ({
      name: name ?? '',
      typeOnly: true,
    })),
  ]
  return found.map(({ name, typeOnly }) => ({
    from: path,
    to: name.startsWith('.') ? posix.join(posix.dirname(path), name) : name,
    typeOnly,
  }))
}
