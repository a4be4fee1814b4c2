import { run } from '../cli/run.ts'

/** What was said: each as one text, and the lines of the output, because some commands promise exactly one. */
export type Told = { code: number; out: string; err: string; lines: readonly string[] }

/**
 * The command line as somebody at a terminal hears it, with the given environment; lines are joined, none ends with a break.
 *
 * @example
 * const ariadne = commandLine(() => ({ ARIADNE_CONFIG: file }))
 * const { code, out } = await ariadne('content', 'validate', '--json')
 */
export const commandLine =
  (environment: () => Record<string, string> = () => ({})) =>
  async (...args: string[]): Promise<Told> => {
    const out: string[] = []
    const err: string[] = []
    const code = await run(args, {
      out: (text) => out.push(text),
      err: (text) => err.push(text),
      environment: environment(),
      terminal: false,
    })
    return { code, out: out.join('\n'), err: err.join('\n'), lines: out }
  }
