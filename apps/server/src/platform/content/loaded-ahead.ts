import { createHash } from 'node:crypto'
import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadContent } from './load.ts'
import type { LoadedContent } from './load.ts'
import { bundleFolder } from './parsed-ahead.ts'

/** Every file of a folder by its name, length and last change: the same as long as nobody wrote any of them. */
const signatureOf = async (root: string): Promise<string> => {
  const files = (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const lines = await Promise.all(
    files.map(async (file) => {
      const path = join(file.parentPath, file.name)
      const { size, mtimeMs } = await stat(path)
      return `${path} ${size} ${mtimeMs}`
    }),
  )
  return createHash('sha256').update(lines.toSorted().join('\n')).digest('hex')
}

/**
 * `loadContent`, which reads and checks several hundred files, once for as long as they stay as they are: what was found
 * without a fault is kept beside the bundle. Wherever that cannot be, it is read and checked at every start.
 */
export const loadContentOnce = async (root: string, country?: string): Promise<LoadedContent> => {
  if (bundleFolder === undefined) return loadContent(root, country)
  const signature = await signatureOf(root).catch(() => '')
  const file = join(bundleFolder, `content-loaded-${country ?? 'all'}.json`)
  const kept = await readFile(file, 'utf8')
    .then((text) => JSON.parse(text) as { signature: string; loaded: LoadedContent })
    .catch(() => undefined)
  if (signature !== '' && kept?.signature === signature) return kept.loaded
  const loaded = await loadContent(root, country)
  if (loaded.faults.length === 0 && signature !== '') {
    const writing = `${file}.${process.pid}`
    await writeFile(writing, JSON.stringify({ signature, loaded }))
      .then(() => rename(writing, file))
      // A folder that nobody may write to: then it is read again at the next start.
      .catch(() => undefined)
  }
  return loaded
}
