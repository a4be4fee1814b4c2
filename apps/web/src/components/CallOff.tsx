import { useState } from 'react'
import { T, useT } from '../lib/i18n/text.tsx'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'

/** Asks once whether the team is to be told that it is over. */
export const CallOff = ({
  label,
  isQuiet = false,
  onCallOff,
}: {
  /** Message id of the button. */
  label: string
  isQuiet?: boolean
  onCallOff: () => Promise<unknown>
}) => {
  const t = useT()
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const go = async () => {
    setBusy(true)
    await onCallOff()
    setBusy(false)
    setAsked(false)
  }
  return (
    <>
      <Button kind={isQuiet ? 'quiet' : 'secondary'} onClick={() => setAsked(true)}>
        <T id={label} />
      </Button>
      {asked && (
        <Dialog
          title={t('screening.alarm.callOff.ask')}
          onClose={() => setAsked(false)}
          actions={
            <Button busy={busy} onClick={() => void go()}>
              <T id="screening.alarm.callOff.yes" />
            </Button>
          }
        >
          <p>
            <T id="screening.alarm.callOff.body" />
          </p>
        </Dialog>
      )}
    </>
  )
}
