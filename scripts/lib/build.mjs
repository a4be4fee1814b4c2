import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { alone } from './lock.mjs'
import { environment } from './run.mjs'
import { root, say, step, Stop } from './say.mjs'

const vite = 'node_modules/vite/bin/vite.js'

/** What is built, from which folders. Each result carries the fingerprint of its sources. */
const parts = [
  {
    name: 'web app',
    sources: ['apps/web', 'packages', 'content/catalogues', 'package-lock.json', 'tsconfig.base.json'],
    into: 'apps/web/dist',
    command: [vite, 'build', 'apps/web', '--logLevel', 'warn'],
  },
  {
    name: 'server',
    sources: ['apps/server', 'packages', 'content', 'package-lock.json', 'scripts/bundle-server.mjs'],
    into: 'apps/server/dist',
    command: ['scripts/bundle-server.mjs'],
  },
]

/** Builds what has changed since it was last built; nothing, in a few milliseconds, when nothing has. */
export async function build(node, names = parts.map(({ name }) => name)) {
  const asked = parts.filter(({ name }) => names.includes(name))
  if (asked.every(isFresh)) return 0
  await alone('build', async () => {
    const built = await Promise.allSettled(asked.filter((part) => !isFresh(part)).map((part) => buildOne(node, part)))
    for (const { status, reason } of built) if (status === 'rejected') throw reason
  })
  return 0
}

const isFresh = (part) => existsSync(stampOf(part)) && readFileSync(stampOf(part), 'utf8') === fingerprint(part)
const stampOf = (part) => join(root, part.into, '.built')

async function buildOne(node, part) {
  const before = fingerprint(part)
  await step(`Building the ${part.name}`, () => execute(node, part))
  writeFileSync(stampOf(part), before)
}

function execute(node, part) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, part.command, { cwd: root, env: environment(node), stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code === 0) return resolve()
      say(output.trim())
      reject(new Stop(`The ${part.name} could not be built. What is above says why.`))
    })
  })
}

/** Contents rather than dates: a fresh checkout of the same sources is the same. */
function fingerprint(part) {
  const hash = createHash('sha1')
  for (const source of part.sources) add(hash, source)
  return hash.digest('hex')
}

function add(hash, path) {
  const full = join(root, path)
  if (!existsSync(full)) return
  const entries = listIfFolder(full)
  if (!entries) return void hash.update(`${path}\0`).update(readFileSync(full))
  for (const entry of entries.sort()) {
    if (!isNoSource(entry)) add(hash, `${path}/${entry}`)
  }
}

const isNoSource = (name) =>
  name === 'dist' || name === 'node_modules' || name.startsWith('.') || /\.test\.tsx?$/.test(name)

function listIfFolder(path) {
  try {
    return readdirSync(path)
  } catch (error) {
    if (error.code === 'ENOTDIR') return undefined
    throw error
  }
}
