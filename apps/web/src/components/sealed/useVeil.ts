import { useCallback, useEffect, useRef, useState } from 'react'

/** After this long without a hand on the device, what is open is blurred. */
export const BLUR_AFTER_MS = 45_000
/** After this long, what is open closes by itself. */
export const CLOSE_AFTER_MS = 5 * 60_000

const SIGNS_OF_LIFE = ['pointermove', 'pointerdown', 'keydown', 'scroll', 'touchstart'] as const

/**
 * Watches over something that only one pair of eyes should see: blurred when nobody moves or the tab is hidden, closed for
 * good after a few minutes.
 */
export const useVeil = (isOpen: boolean, close: () => void) => {
  const [blurred, setBlurred] = useState(false)
  const idle = useRef<ReturnType<typeof setTimeout>>(undefined)
  const closing = useRef(close)
  useEffect(() => {
    closing.current = close
  })

  const wake = useCallback(() => {
    clearTimeout(idle.current)
    idle.current = setTimeout(() => setBlurred(true), BLUR_AFTER_MS)
  }, [])

  useEffect(() => {
    if (!isOpen) return
    wake()
    const end = setTimeout(() => closing.current(), CLOSE_AFTER_MS)
    const hide = () => document.hidden && setBlurred(true)
    for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, wake, { passive: true })
    document.addEventListener('visibilitychange', hide)
    return () => {
      clearTimeout(end)
      clearTimeout(idle.current)
      setBlurred(false)
      for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, wake)
      document.removeEventListener('visibilitychange', hide)
    }
  }, [isOpen, wake])

  const show = useCallback(() => {
    setBlurred(false)
    wake()
  }, [wake])
  return { blurred, show }
}
