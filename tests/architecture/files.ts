import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative } from 'node:path'

export const root = join(import.meta.dirname, '../..')

const left = new Set(['node_modules', 'dist', '.git', '.ariadne', 'coverage', 'test-results'])

/** Every file of the project with one of these endings, as a path from its root. */
export function projectFiles(endings: readonly string[], folder: string = root): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !left.has(entry.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return projectFiles(endings, path)
      return endings.includes(extname(entry.name)) ? [relative(root, path)] : []
    })
    .sort()
}

export const read = (path: string): string => readFileSync(join(root, path), 'utf8')
export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || path.startsWith('tests/')
