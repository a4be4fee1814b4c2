/**
 * Calls `stop` once: at SIGINT, SIGTERM or SIGHUP, or when the process that started this one is gone, whatever ended it.
 * (A terminal's Ctrl-C reaches every process of its group and is passed on besides, so signals come more than once.)
 */
export function stopWithSupervisor(stop: (reason: string) => void): void {
  let stopping = false
  const once = (reason: string) => {
    if (stopping) return
    stopping = true
    stop(reason)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => once(signal))
  if (process.connected) process.on('disconnect', () => once('supervisor gone'))
}
