// A terminal's Ctrl-C reaches every process of its group and is passed on besides, so one press comes as several signals.
const onePress = 2_000

/**
 * Calls `stop` once: at SIGINT, SIGTERM or SIGHUP, or when the process that started this one is gone, whatever ended it.
 * Who asks again later, because the stop hangs, ends the process at once.
 */
export function stopWithSupervisor(stop: (reason: string) => void): void {
  let since: number | undefined
  const ask = (reason: string) => {
    if (since === undefined) {
      since = performance.now()
      stop(reason)
    } else if (performance.now() - since > onePress) process.exit(130)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ask(signal))
  if (!process.connected) return
  process.on('disconnect', () => ask('supervisor gone'))
  // To listen must not keep a process alive that has nothing else left to do.
  process.channel?.unref()
}
