import { type ReactNode, Suspense, lazy, useState } from 'react'
import { session } from '../lib/api/session.ts'
import { device } from '../lib/device/device.ts'
import { loadAllTexts } from '../lib/i18n/shown.ts'
import { T } from '../lib/i18n/text.tsx'
import { isFromOutside } from '../lib/outside.ts'
import { useIdle } from '../lib/session/idle.ts'
import { useStore } from '../lib/store.ts'
import { Door } from './Door.tsx'

const SignedIn = lazy(() => import('./SignedIn.tsx').then((m) => ({ default: m.SignedIn })))
const SignInPage = lazy(() => import('../features/sign-in/SignInPage.tsx').then((m) => ({ default: m.SignInPage })))
const EnrolPage = lazy(() => import('../features/sign-in/EnrolPage.tsx').then((m) => ({ default: m.EnrolPage })))
const ReachPage = lazy(async () => {
  const [{ ReachPage: page }] = await Promise.all([import('../features/reach/ReachPage.tsx'), loadAllTexts()])
  return { default: page }
})
const UnlockPage = lazy(() => import('../features/sign-in/UnlockPage.tsx').then((m) => ({ default: m.UnlockPage })))

/** A one-time link is for somebody who has no account yet, whoever else may be signed in on this device. */
const isEnrolment = () => location.pathname.startsWith('/enrol')

/** Which door stands open: enrolment, sign-in, unlocking, or the app itself. */
export const App = () => {
  const opened = useStore(device)
  const { state } = opened
  const [owner, setOwner] = useState<string>()
  const signedOut = useStore(session) === 'signed-out'
  const [someoneElse, setSomeoneElse] = useState(false)
  const [wasOpen, setWasOpen] = useState(false)
  const idle = useIdle(state === 'open')
  // Adjusted while rendering, as React asks for it: what follows from a store needs no effect of its own.
  if (state === 'open' && !signedOut && (!wasOpen || someoneElse)) {
    setWasOpen(true)
    setSomeoneElse(false)
  }
  if (signedOut && wasOpen) setWasOpen(false)
  if (state === 'open' && opened.profile.id !== owner) setOwner(opened.profile.id)

  if (isFromOutside())
    return (
      <AtDoor>
        <ReachPage />
      </AtDoor>
    )
  if (isEnrolment())
    return (
      <AtDoor>
        <EnrolPage />
      </AtDoor>
    )
  if (state === 'starting') return null
  const signIn = state === 'empty' || (state === 'locked' && (someoneElse || signedOut))
  const lock = state === 'locked' && !signIn
  return (
    <>
      {/* What was open stays as it was behind the lock, so that nothing on the page is lost; it cannot be seen or reached. */}
      {(state === 'open' || (lock && wasOpen)) && (
        <div inert={lock} className={lock ? 'behind-lock' : idle ? 'veiled' : undefined}>
          <Suspense fallback={<Waiting />}>
            {/* Another member who opens this device finds none of the pages of the one before. */}
            <SignedIn
              key={owner}
              waiting={<Waiting />}
              unknown={
                <AtDoor>
                  <SignInPage onBack={null} />
                </AtDoor>
              }
            />
          </Suspense>
        </div>
      )}
      {signIn && (
        <AtDoor>
          <SignInPage onBack={state === 'locked' ? () => setSomeoneElse(false) : null} />
        </AtDoor>
      )}
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

const OneMoment = () => (
  <p role="status" className="quiet">
    <T id="shell.loading" />
  </p>
)

const Waiting = () => (
  <Door>
    <OneMoment />
  </Door>
)

const AtDoor = ({ children }: { children: ReactNode }) => (
  <Door>
    <Suspense fallback={<OneMoment />}>{children}</Suspense>
  </Door>
)
