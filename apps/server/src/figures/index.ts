import type { CliCommand } from '../cli/command.ts'
import { detectCommand } from './signals/detect.ts'
import { scanCommand } from './signals/scan.ts'
import { watchCommand } from './signals/watch.ts'

/** Early warning from the command line. */
export const signalsCommands: Record<string, CliCommand> = {
  'signals detect': detectCommand,
  'signals scan': scanCommand,
  'signals watch': watchCommand,
}

export { estimateCommands } from './estimate/estimate.ts'
export { releaseCommands } from './release/index.ts'
export { SAFE_THRESHOLD } from './cells.ts'
export { loadStatistics } from './content.ts'
export { figureImportCommands } from './import/cli.ts'
export { regionalCommands } from './regional/cli.ts'
export { reportCommands } from './reports/cli.ts'
export { figuresStage } from './stage.ts'
