import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { type ReactNode, Suspense, lazy, useEffect } from 'react'
import { session } from '../lib/api/session.ts'
import { queries, useRead } from '../lib/api/useRead.ts'
import { pruneCache } from '../lib/device/cache.ts'
import { useSelfErasing } from '../lib/device/drafts.ts'
import { useSender } from '../lib/device/sender.ts'
import { loadAllTexts } from '../lib/i18n/shown.ts'
import { tieDevice } from '../lib/session/revocation.ts'
import { MeProvider } from '../lib/session/me.tsx'
import { useStore } from '../lib/store.ts'
import { router } from './router.tsx'

const SignInAgain = lazy(() => import('../features/sign-in/SignInAgain.tsx').then((m) => ({ default: m.SignInAgain })))

/** The app of somebody whose device is open. `unknown` is shown when neither device nor server say who that is. */
export const SignedIn = ({ waiting, unknown }: { waiting: ReactNode; unknown: ReactNode }) => (
  <QueryClientProvider client={queries}>
    <WithMe waiting={waiting} unknown={unknown} />
  </QueryClientProvider>
)

const WithMe = ({ waiting, unknown }: { waiting: ReactNode; unknown: ReactNode }) => {
  const me = useRead('GET /api/me', {}, { every: 5 * 60_000 })
  const expired = useStore(session) === 'expired'
  const ready = me.state === 'ready'
  useSender()
  useSelfErasing()
  useEffect(() => {
    if (!ready) return
    void loadAllTexts()
    void import('../lib/content/offline.ts').then(({ prepareForOffline }) => prepareForOffline())
    void pruneCache()
    void tieDevice().catch(() => undefined)
  }, [ready])

  const mine = ready ? me.data : null
  useEffect(() => {
    if (expired || !mine?.keys?.units.some((unit) => unit.earlier.length > 0)) return
    // What cannot be done now, with no network for one, is gone on with at the next start.
    void import('../lib/vault/rewrap.ts').then(({ rewrapOldParts }) => rewrapOldParts(mine)).catch(() => undefined)
  }, [expired, mine])

  if (me.state === 'loading') return waiting
  if (me.state === 'failed') return unknown
  return (
    <MeProvider me={me.data}>
      <RouterProvider router={router} />
      {expired && (
        <Suspense>
          <SignInAgain />
        </Suspense>
      )}
    </MeProvider>
  )
}
