import { useEffect } from 'react'
import { T, useT } from '../lib/i18n/text.tsx'
import { exitThisPage } from '../lib/exit.ts'

const TIMES = 3
const WITHIN_MS = 1_500

/** Away from here at once: a press, or Shift three times. */
export const ExitButton = () => {
  const t = useT()
  useEffect(() => {
    let pressed: number[] = []
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Shift') {
        pressed = []
        return
      }
      if (event.repeat) return
      pressed = [...pressed.filter((at) => event.timeStamp - at < WITHIN_MS), event.timeStamp]
      if (pressed.length >= TIMES) exitThisPage()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <button type="button" className="exit-button" title={t('shell.exit.hint')} onClick={exitThisPage}>
      <span className="wide-only">
        <T id="shell.exit.long" />
      </span>
      <span className="narrow-only">
        <T id="shell.exit.short" />
      </span>
    </button>
  )
}
