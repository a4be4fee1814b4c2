import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const dataTests = '**/*.data.test.ts'
const browserTests = 'tests/browser/**/*.test.ts'
const outside = ['**/node_modules/**', '**/dist/**']

// On two cores two files at a time: left to itself vitest would keep one core free. More than four at a time would ask
// for more memory than a machine with many cores need have, because each browser comes with instances of its own.
const maxWorkers = Math.min(4, Math.max(2, availableParallelism() - 1))

// Four kinds of test, apart because they want different things of the machine: `unit` is quick and needs nothing but
// Node; `server` may ask for a database; `browser` drives Chromium; `data` reads the real records that lie beside the
// project and are not part of it.
export default defineConfig({
  test: {
    maxWorkers,
    projects: [
      {
        test: {
          name: 'unit',
          testTimeout: 60_000,
          include: [
            'packages/**/*.test.ts',
            'apps/web/**/*.test.{ts,tsx}',
            'scripts/**/*.test.ts',
            'tests/architecture/**/*.test.ts',
          ],
          exclude: [...outside, dataTests],
        },
      },
      {
        test: {
          name: 'server',
          include: ['apps/server/**/*.test.ts', 'tests/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: [...outside, dataTests, browserTests, 'tests/architecture/**'],
          globalSetup: ['tests/support/shared-cluster.ts'],
          expect: { poll: { timeout: 30_000 } },
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: [browserTests],
          exclude: [...outside, dataTests],
          globalSetup: ['tests/support/shared-cluster.ts'],
          expect: { poll: { timeout: 30_000 } },
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'data',
          include: [dataTests],
          exclude: outside,
          globalSetup: ['tests/support/shared-cluster.ts'],
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
