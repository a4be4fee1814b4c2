import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { type ReactNode, Suspense, lazy, useEffect, useState } from 'react'
import { PageLoading } from './pages.tsx'
import { session } from '../lib/api/session.ts'
import { queries, useRead } from '../lib/api/useRead.ts'
import { pruneCache } from '../lib/device/cache.ts'
import { device } from '../lib/device/device.ts'
import { useSender } from '../lib/device/sender.ts'
import { prepareForOffline } from '../lib/content/offline.ts'
import { useLanguage } from '../lib/i18n/I18nProvider.tsx'
import { useIdle } from '../lib/session/idle.ts'
import { MeProvider } from '../lib/session/me.tsx'
import { useStore } from '../lib/store.ts'
import { Door } from './Door.tsx'
import { router } from './router.tsx'

const SignInPage = lazy(() => import('../features/sign-in/SignInPage.tsx').then((m) => ({ default: m.SignInPage })))
const EnrolPage = lazy(() => import('../features/sign-in/EnrolPage.tsx').then((m) => ({ default: m.EnrolPage })))
const UnlockPage = lazy(() => import('../features/lock/UnlockPage.tsx').then((m) => ({ default: m.UnlockPage })))
const SignInAgain = lazy(() => import('../features/sign-in/SignInAgain.tsx').then((m) => ({ default: m.SignInAgain })))

/** A one-time link is for somebody who has no account yet, whoever else may be signed in on this device. */
const isEnrolment = () => location.pathname.startsWith('/enrol')

/** Which door stands open: enrolment, sign-in, unlocking, or the app itself. */
export const App = () => {
  const { state } = useStore(device)
  const signedOut = useStore(session) === 'signed-out'
  const [someoneElse, setSomeoneElse] = useState(false)
  const [wasOpen, setWasOpen] = useState(false)
  const idle = useIdle(state === 'open')
  useEffect(() => {
    if (state === 'open') {
      setWasOpen(true)
      setSomeoneElse(false)
    }
  }, [state])
  useEffect(() => {
    if (signedOut) setWasOpen(false)
  }, [signedOut])

  if (isEnrolment()) return <AtDoor>{<EnrolPage />}</AtDoor>
  if (state === 'starting') return null
  const signIn = state === 'empty' || (state === 'locked' && (someoneElse || signedOut))
  const lock = state === 'locked' && !signIn
  return (
    <>
      {/* What was open stays as it was behind the lock, so that nothing on the page is lost; it cannot be seen or reached. */}
      {(state === 'open' || (lock && wasOpen)) && (
        <div inert={lock} className={lock ? 'behind-lock' : idle ? 'veiled' : undefined}>
          <QueryClientProvider client={queries}>
            <SignedIn />
          </QueryClientProvider>
        </div>
      )}
      {signIn && <AtDoor>{<SignInPage onBack={state === 'locked' ? () => setSomeoneElse(false) : null} />}</AtDoor>}
      {lock && (
        <div className={wasOpen ? 'lock-cover' : undefined}>
          <AtDoor>
            <UnlockPage onSomeoneElse={() => setSomeoneElse(true)} />
          </AtDoor>
        </div>
      )}
    </>
  )
}

const AtDoor = ({ children }: { children: ReactNode }) => (
  <Door>
    <Suspense fallback={<PageLoading />}>{children}</Suspense>
  </Door>
)

const SignedIn = () => {
  const me = useRead('GET /api/me', {}, { every: 5 * 60_000 })
  const expired = useStore(session) === 'expired'
  const { complete, allTexts } = useLanguage()
  useSender()
  useEffect(() => {
    if (!complete) void allTexts()
  }, [complete, allTexts])
  const ready = me.state === 'ready'
  useEffect(() => {
    if (!ready) return
    void prepareForOffline()
    void pruneCache()
  }, [ready])

  if (me.state !== 'ready' || !complete) {
    if (me.state !== 'failed')
      return (
        <Door>
          <PageLoading />
        </Door>
      )
    // The device is open but does not know who this is, and the server did not say: only a sign-in helps.
    return <AtDoor>{<SignInPage onBack={null} />}</AtDoor>
  }
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
