import { expect, test } from 'vitest'
import { z } from 'zod'
import { read } from './files.ts'

const Lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      optional: z.boolean().optional(),
      link: z.boolean().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
})
const { packages } = Lockfile.parse(JSON.parse(read('package-lock.json')))

test('the lockfile knows the optional packages of every platform, or npm ci would refuse it', () => {
  const missing = Object.values(packages)
    .flatMap(({ optionalDependencies }) => Object.entries(optionalDependencies ?? {}))
    .filter(
      ([name, version]) =>
        /^\d/.test(version) && !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`)),
    )
    .map(([name, version]) => `${name}@${version}`)
  expect(missing, 'npm run lockfile adds them').toEqual([])
})

test('what every machine installs is checked against its hash', () => {
  const unchecked = Object.entries(packages)
    .filter(([path, entry]) => path.includes('node_modules/') && !entry.link && !entry.optional && !entry.integrity)
    .map(([path]) => path)
  expect(unchecked).toEqual([])
})
