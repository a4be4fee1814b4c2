import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * YAML takes long to read, and at a start it is most of what there is to do. The build therefore reads the content's files
 * once and leaves what it found beside the bundle, by the hash of each text; a file that was changed since is read anew.
 */
const byText: Readonly<Record<string, unknown>> = (() => {
  try {
    return JSON.parse(readFileSync(join(import.meta.dirname, 'content-ahead.json'), 'utf8')) as Record<string, unknown>
  } catch {
    // Run from its sources, or built without it: every file is read.
    return {}
  }
})()

/** What `text` says, when the build has read the same text already. Every caller gets a copy of its own. */
export const findParsedAhead = (text: string): unknown => {
  const found = byText[createHash('sha256').update(text).digest('hex')]
  return found === undefined ? undefined : structuredClone(found)
}
