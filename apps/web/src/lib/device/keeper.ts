/**
 * The service worker keeps the device's key in its memory, so that a reload or a second tab does not ask for the passphrase
 * again. The key cannot be read out of it (non-extractable) and is never written anywhere; a worker that is stopped has forgotten
 * it. Without a service worker each load asks.
 */
export interface Held {
  readonly profile: string
  readonly key: CryptoKey
}
export type KeeperMessage =
  { readonly type: 'key.hold'; readonly held: Held } | { readonly type: 'key.ask' } | { readonly type: 'key.drop' }

const worker = (): ServiceWorker | null => ('serviceWorker' in navigator ? navigator.serviceWorker.controller : null)

/** A worker that hears nothing for half a minute may be stopped by the browser. */
const KEEP_AWAKE_MS = 20_000
const ANSWER_WITHIN_MS = 1_000
let held: Held | undefined
let timer: ReturnType<typeof setInterval> | undefined

const tell = (message: KeeperMessage) => worker()?.postMessage(message)
const keepAwake = () => {
  clearInterval(timer)
  timer = setInterval(() => held && tell({ type: 'key.hold', held }), KEEP_AWAKE_MS)
}
if ('serviceWorker' in globalThis.navigator) {
  navigator.serviceWorker.addEventListener('controllerchange', () => held && tell({ type: 'key.hold', held }))
}

export const keeper = {
  hold(profile: string, key: CryptoKey): void {
    held = { profile, key }
    tell({ type: 'key.hold', held })
    keepAwake()
  },
  ask: (): Promise<Held | undefined> =>
    new Promise((resolve) => {
      const keeping = worker()
      if (!keeping) return resolve(undefined)
      const { port1, port2 } = new MessageChannel()
      const giveUp = setTimeout(() => resolve(undefined), ANSWER_WITHIN_MS)
      port1.addEventListener('message', ({ data }: MessageEvent<Held | null>) => {
        clearTimeout(giveUp)
        port1.close()
        if (data) {
          held = data
          keepAwake()
        }
        resolve(data ?? undefined)
      })
      port1.start()
      keeping.postMessage({ type: 'key.ask' } satisfies KeeperMessage, [port2])
    }),
  drop(): void {
    held = undefined
    clearInterval(timer)
    tell({ type: 'key.drop' })
  },
}
