// `npm ci` refuses a lockfile that lacks an optional package of any platform, and npm leaves one out when the registry it
// asked does not have it yet, as happens in the first days of a release. This adds what is left out: `npm run lockfile`
// after every `npm install`. Without an integrity hash, because only the registry could tell it.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const file = join(dirname(dirname(fileURLToPath(import.meta.url))), 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8'))

/** What a package for `linux-x64-musl`, say, says of itself. */
function platformOf(name) {
  const found = /(android|darwin|freebsd|linux|openbsd|openharmony|win32)-(\w+?)(?:-(gnu|musl)\w*|-eabi|-msvc)?$/.exec(
    name,
  )
  if (!found) throw new Error(`${name} is missing from the lockfile, and its name does not tell its platform.`)
  const [, os, cpu, libc] = found
  return { cpu: [cpu], ...(libc && os === 'linux' ? { libc: [libc === 'gnu' ? 'glibc' : 'musl'] } : {}), os: [os] }
}

const added = []
for (const { dev, optionalDependencies } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies ?? {})) {
    const path = `node_modules/${name}`
    const isThere = Object.keys(lock.packages).some((other) => other === path || other.endsWith(`/${path}`))
    if (isThere || !/^\d/.test(version)) continue
    lock.packages[path] = { version, ...platformOf(name), ...(dev ? { dev } : {}), license: 'MIT', optional: true }
    added.push(`${name}@${version}`)
  }
}

const byPath = ([a], [b]) => a.localeCompare(b, 'en')
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(byPath))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
process.stdout.write(added.length > 0 ? `Added ${added.join(', ')}\n` : 'The lockfile is complete.\n')
