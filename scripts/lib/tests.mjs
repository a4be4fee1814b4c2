import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.mjs'
import { root } from './say.mjs'

const vitest = 'node_modules/vitest/vitest.mjs'

/**
 * Runs the given kinds of test, and before them the checks; with further words, only the tests they name. Ends with one
 * plain line that says how many passed.
 */
export async function runTests(node, projects, args) {
  const filtered = args.length > 0
  const checked = filtered || projects.includes('data') ? 0 : await run(node, ['scripts/check.mjs'])
  const results = join(root, 'test-results', `${projects.join('-')}.json`)
  rmSync(results, { force: true })
  const tested = await run(node, [
    vitest,
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
    ...args,
  ])
  return (summarise(results) ? tested : tested || 1) || checked
}

function summarise(file) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(file, 'utf8'))
    process.stdout.write(`\n${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped\n`)
    return true
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    process.stdout.write('\nThe tests ended before they could be counted.\n')
    return false
  }
}
