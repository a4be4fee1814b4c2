import { prepareRegion } from '../demo/prepareRegion.ts'
import { runDemo } from '../demo/supervisor.ts'
import type { CliCommand } from './command.ts'

/** The demo region: every instance as a process of its own, until Ctrl-C. */
export const demo: CliCommand = {
  summary: 'Runs the demo region on this machine, with fictional people',
  run: ({ io }) => runDemo({ prepareRegion, environment: io.environment, say: io.out }),
}
