// Everything that can be told without running the programs: types, lint, format, dead code. All are run, so that one
// look shows every fault; the exit code is 1 if any found one.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'

const projects = [
  'tsconfig.json',
  'packages/tsconfig.json',
  'packages/tsconfig.pure.json',
  'tests/tsconfig.json',
  'apps/web/tsconfig.json',
]

const checks = [
  ...projects
    .filter(existsSync)
    .map((project) => [`types (${project})`, 'node_modules/typescript/bin/tsc', '--noEmit', '-p', project]),
  ['lint', 'node_modules/oxlint/bin/oxlint', '--type-aware', '--quiet'],
  ['format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '--cache', '.'],
  ['dead code', 'node_modules/knip/bin/knip.js', '--no-progress'],
]

function check([name, ...command]) {
  return new Promise((resolve, reject) => {
    const from = performance.now()
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', reject)
    child.once('exit', (code) => {
      const seconds = ((performance.now() - from) / 1000).toFixed(1)
      process.stdout.write(
        `${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)\n${code === 0 ? '' : `${output.trim()}\n`}`,
      )
      resolve(code === 0)
    })
  })
}

let sound = true
for (const one of checks) sound = (await check(one)) && sound
process.exitCode = sound ? 0 : 1
