// A region of two instances that answer /readyz and do nothing else: `node fakeRegion.ts` is its supervisor, and
// `node fakeRegion.ts serve` one instance, as the server's command line has it.
import { createServer } from 'node:http'
import { runDemo } from '../supervisor.ts'
import { stopWithSupervisor } from '../tether.ts'

if (process.argv[2] === 'serve') serve(Number(process.env.PORT))
else process.exitCode = await supervise()

function serve(port: number) {
  const server = createServer((request, response) => {
    response.end(request.url === '/pid' ? String(process.pid) : 'ready')
  })
  server.listen(port, '127.0.0.1')
  stopWithSupervisor(() => server.close().closeAllConnections())
}

function supervise() {
  return runDemo({
    prepareRegion: async ({ firstPort }) => ({
      instances: ['aa', 'bb'].map((code, index) => ({
        code,
        name: `Country ${code}`,
        port: firstPort + index,
        args: [],
        env: { PORT: String(firstPort + index) },
      })),
      signIns: [{ instance: 'aa', work: 'screens', email: 'officer@aa.example', passphrase: 'not a secret' }],
    }),
  })
}
