import { globSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { FeatureRoute } from '../lib/featureRoute.ts'

const features = join(import.meta.dirname, '../features')
const routes: { file: string; route: FeatureRoute }[] = []
for (const file of globSync('*/routes.ts', { cwd: features })) {
  const feature = (await import(join(features, file))) as { routes: readonly FeatureRoute[] }
  routes.push(...feature.routes.map((route) => ({ file, route })))
}

test('no address is taken twice: the app would not start', () => {
  const byPath = Map.groupBy(routes, ({ route }) => route.path.replace(/\$\w+/g, '$'))
  const doubled = [...byPath]
    .filter(([, same]) => same.length > 1)
    .map(([path, same]) => [path, same.map((s) => s.file)])
  expect(doubled).toEqual([])
})

test('every feature that has routes is there, and each address begins at the root', () => {
  expect(routes.length).toBeGreaterThan(5)
  expect(routes.filter(({ route }) => !route.path.startsWith('/'))).toEqual([])
})
