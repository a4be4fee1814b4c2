import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The checkout or unpacked release this program runs from, whether from its sources or from its bundle. */
export function projectFolder(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    if (existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === 'ariadne')
      return folder
    if (folder === dirname(folder)) throw new Error(`No folder above ${from} holds Ariadne's package.json.`)
  }
}

/**
 * Where everything is kept that has to survive a restart: `ARIADNE_DATA`, or `.ariadne` in the project. For root it is a
 * folder under /var/lib/ariadne, one for each checkout, because the account that PostgreSQL then runs as has to reach it.
 */
export function dataFolder(environment: NodeJS.ProcessEnv = process.env, project: string = projectFolder()): string {
  if (environment.ARIADNE_DATA) return environment.ARIADNE_DATA
  if (process.getuid?.() !== 0) return join(project, '.ariadne')
  return join('/var/lib/ariadne', createHash('sha256').update(project).digest('hex').slice(0, 8))
}
