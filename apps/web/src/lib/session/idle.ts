import { useEffect, useState } from 'react'
import { lockDevice } from '../device/device.ts'

const VEIL_AFTER_MS = 2 * 60_000
const LOCK_AFTER_MS = 15 * 60_000
const LOOK_EVERY_MS = 5_000
const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'scroll', 'touchstart'] as const

/**
 * True after two minutes without a sign of life: the page is then blurred until somebody moves. After fifteen the device locks. Both keep
 * everything that was typed.
 */
export const useIdle = (watching: boolean): boolean => {
  const [idle, setIdle] = useState(false)
  useEffect(() => {
    if (!watching) return
    let last = Date.now()
    const alive = () => {
      last = Date.now()
      setIdle(false)
    }
    const timer = setInterval(() => {
      const still = Date.now() - last
      setIdle(still > VEIL_AFTER_MS)
      if (still > LOCK_AFTER_MS) void lockDevice()
    }, LOOK_EVERY_MS)
    for (const sign of SIGNS_OF_LIFE) addEventListener(sign, alive, { passive: true })
    return () => {
      clearInterval(timer)
      for (const sign of SIGNS_OF_LIFE) removeEventListener(sign, alive)
    }
  }, [watching])
  return idle && watching
}
