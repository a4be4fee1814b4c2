import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { alone } from './lock.mjs'
import { npm } from './npm.mjs'
import { root, step } from './say.mjs'

const stamp = join(root, 'node_modules/.ariadne-installed')

/** Brings in the packages of the lockfile, when they are not there yet or the lockfile is another since. */
export async function install() {
  const wanted = fingerprint()
  if (isInstalled(wanted)) return
  await alone('install', async () => {
    if (isInstalled(wanted)) return
    if (!isWhatNpmInstalled()) {
      await step('Installing packages (once, a minute or two)', () => npm(['ci', '--ignore-scripts']))
    }
    writeFileSync(stamp, wanted)
  })
}

const fingerprint = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')

const isInstalled = (wanted) => readIfThere(stamp) === wanted

/** Someone may have run npm by hand: npm's own list then tells whether it put in what the lockfile says. */
function isWhatNpmInstalled() {
  const there = readIfThere(join(root, 'node_modules/.package-lock.json'))
  if (!there) return false
  const installed = JSON.parse(there).packages
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  return Object.entries(locked).every(([path, { version, optional, link }]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true
    return link ? path in installed : (optional && !(path in installed)) || installed[path]?.version === version
  })
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
