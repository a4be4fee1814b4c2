import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Where the bundle lies, whichever part of it this is; nothing when run from the sources. A new build empties it. */
export const bundleFolder = [import.meta.dirname, dirname(import.meta.dirname)].find(
  (folder) => basename(folder) === 'dist' && existsSync(join(folder, 'content-ahead.json')),
)

/**
 * YAML takes long to read, and at a start it is most of what there is to do. The build therefore reads the content's files
 * once and leaves what it found beside the bundle, by the hash of each text; a file that was changed since is read anew.
 */
const byText: Readonly<Record<string, unknown>> = (() => {
  if (bundleFolder === undefined) return {}
  return JSON.parse(readFileSync(join(bundleFolder, 'content-ahead.json'), 'utf8')) as Record<string, unknown>
})()

/** What `text` says, when the build has read the same text already. Every caller gets a copy of its own. */
export const findParsedAhead = (text: string): unknown => {
  const found = byText[createHash('sha256').update(text).digest('hex')]
  return found === undefined ? undefined : structuredClone(found)
}
