import { spawn } from 'node:child_process'
import { root, say, Stop } from './say.mjs'

const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error']

/** Runs npm and says nothing unless it fails. Install scripts of packages never run: every caller passes --ignore-scripts. */
export function npm(args) {
  return new Promise((resolve, reject) => {
    // Under `npm start` we are told which npm that was; by name, a version manager might give another.
    const self = process.env.npm_execpath?.endsWith('npm-cli.js')
      ? [process.execPath, process.env.npm_execpath]
      : ['npm']
    const [program, ...first] = self
    const child = spawn(program, [...first, ...args, ...quiet], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', (error) => reject(new Stop(`npm could not be started: ${error.message}`)))
    child.once('exit', (code) => {
      if (code === 0) return resolve()
      say(output.trim().split('\n').slice(0, 12).join('\n'))
      reject(
        new Stop(
          `npm ${args[0]} failed. Is the npm registry reachable (proxy, certificate), and is there room on the disk?`,
        ),
      )
    })
  })
}
