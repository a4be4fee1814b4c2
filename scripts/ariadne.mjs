#!/usr/bin/env node
// The one way in: `npm start`, `npm test`, `npm run ...` and `npx ariadne ...` all come here. Plain JavaScript that Node 18
// runs, and nothing imported but Node itself, because this is what brings everything else in.
import { join } from 'node:path'
import { build } from './lib/build.mjs'
import { install } from './lib/install.mjs'
import { findNode } from './lib/node24.mjs'
import { problem, root, Stop } from './lib/say.mjs'
import { run } from './lib/run.mjs'
import { runTests } from './lib/tests.mjs'

const server = join(root, 'apps/server/dist/main.js')

/** What each word does once everything is installed. Any other word is a command of the server's own. */
const commands = {
  setup: async (node) => build(node),
  build: async (node) => build(node),
  check: (node, args) => run(node, ['scripts/check.mjs', ...args]),
  test: async (node, args) => {
    await build(node)
    return runTests(node, ['unit', 'server', 'browser'], args)
  },
  'test:data': async (node, args) => {
    await build(node)
    return runTests(node, ['data'], args)
  },
  bench: async (node, args) => {
    await build(node)
    return run(node, ['bench/run.ts', ...args])
  },
  soak: async (node, args) => {
    await build(node)
    return run(node, ['bench/soak.ts', ...args])
  },
}

/** The server's own commands that serve the web app, which therefore has to be built too. */
const showsPages = new Set(['demo', 'serve'])

async function main([word = 'help', ...args]) {
  const node = await findNode()
  await install(node)
  const command = Object.hasOwn(commands, word) ? commands[word] : undefined
  if (command) return command(node, args)
  await build(node, showsPages.has(word) ? undefined : ['server'])
  return run(node, [server, word, ...args], { cwd: process.cwd(), tethered: true })
}

try {
  process.exitCode = (await main(process.argv.slice(2))) ?? 0
} catch (error) {
  if (!(error instanceof Stop)) throw error
  problem(error.message)
  process.exitCode = 1
}
