import type { Io } from './command.ts'

/** A bar on the error stream while a person watches; nothing otherwise. */
export const progressBar = (io: Io, what: string) => {
  let shown = -1
  return {
    show: ({ done, of }: { done: number; of: number }) => {
      if (!io.terminal) return
      const percent = of === 0 ? 100 : Math.min(100, Math.floor((done / of) * 100))
      if (percent === shown) return
      shown = percent
      const filled = Math.floor(percent / 4)
      process.stderr.write(
        `\r${what} [${'='.repeat(filled)}${' '.repeat(25 - filled)}] ${String(percent).padStart(3)} %`,
      )
    },
    end: () => {
      if (io.terminal && shown >= 0) process.stderr.write('\n')
    },
  }
}
