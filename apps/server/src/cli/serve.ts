import { startInstance } from '../instance.ts'
import { stopWithSupervisor } from '../demo/tether.ts'
import type { CliCommand } from './command.ts'

/** Runs one instance until it is told to stop, or whoever started it is gone. */
export const serve: CliCommand = {
  summary: 'Runs one instance',
  run: async ({ config, io, json }) => {
    const stopping = new Promise<void>((resolve) => stopWithSupervisor(() => resolve()))
    const instance = await startInstance(config())
    io.out(json ? JSON.stringify({ ok: true, url: instance.url }) : `Ariadne answers at ${instance.url}`)
    await stopping
    await instance.stop()
    return 0
  },
}
