import { expect, test } from 'vitest'
import { projectFiles, read } from './files.ts'
import { importsOf } from './imports.ts'
import { faultsOf } from './law.ts'

test('every import keeps the law', () => {
  const files = projectFiles(['.ts', '.tsx']).filter((path) => /^(packages|apps)\//.test(path))
  const faults = files
    .flatMap((path) => importsOf(path, read(path)))
    .flatMap((one) => faultsOf(one).map((fault) => `${one.from} imports ${one.to}: ${fault}`))
  expect(files.length).toBeGreaterThan(20)
  expect(faults).toEqual([])
})

test.for([
  ['packages/vault/src/a.ts', `import { a } from '../../../apps/server/src/a.ts'`, 'A package never imports an app.'],
  ['packages/domain/src/a.ts', `import type { A } from '@ariadne/vault'`, 'The domain imports nothing of ours.'],
  ['packages/domain/src/case/a.ts', `export * from '../../../vault/src/a.ts'`, 'The domain imports nothing of ours.'],
  ['packages/vault/src/a.ts', `import { randomBytes } from 'node:crypto'`, 'it imports nothing of Node'],
  ['packages/vault/src/a.ts', `const fs = await import('fs')`, 'it imports nothing of Node'],
  [
    'apps/server/src/intake/a.ts',
    `import { a } from '../referral/store.ts'`,
    'A stage is entered through its index.ts: referral.',
  ],
  [
    'apps/server/src/instance.ts',
    `import { a } from './referral/store.ts'`,
    'A stage is entered through its index.ts: referral.',
  ],
  ['apps/server/src/platform/http/a.ts', `import { a } from '../../referral/index.ts'`, 'The platform knows no stage.'],
  [
    'apps/web/src/features/home/a.tsx',
    `const a = () => import('../case/Case.tsx')`,
    'Features never import each other.',
  ],
  ['apps/web/src/components/a.tsx', `import { a } from '../features/home/a.ts'`, 'Only the app puts features together'],
  ['apps/web/src/lib/a.ts', `import { type A, b } from '@ariadne/contract'`, 'only types from the contract'],
  [
    'apps/web/src/lib/a.ts',
    `import { a } from '../../../../packages/domain/src/a.ts'`,
    'Another workspace is imported by its name',
  ],
  [
    'apps/web/src/lib/a.ts',
    `type A = import('../../../server/src/a.ts').A`,
    'Server and web app meet in the packages only.',
  ],
] as const)('the law sees it: %s with %s', ([path, source, fault]) => {
  const faults = importsOf(path, source).flatMap(faultsOf)
  expect(faults.join('\n')).toContain(fault)
})

test.for([
  ['packages/contract/src/a.ts', `import { a } from '@ariadne/domain'`],
  ['packages/domain/src/case/a.ts', `import { a } from '../b.ts'; import { z } from 'zod'`],
  ['packages/domain/src/a.test.ts', `import { readFileSync } from 'node:fs'`],
  [
    'apps/server/src/intake/a.ts',
    `import { a } from '../referral/index.ts'; import { b } from '../platform/http/b.ts'`,
  ],
  ['apps/server/src/instance.ts', `import { a } from './intake/index.ts'`],
  ['apps/web/src/app/routes.tsx', `const a = () => import('../features/home/Home.tsx')`],
  ['apps/web/src/lib/a.ts', `import type { A } from '@ariadne/contract'; import { type B } from '@ariadne/contract'`],
] as const)('the law lets it be: %s with %s', ([path, source]) => {
  expect(importsOf(path, source).flatMap(faultsOf)).toEqual([])
})
