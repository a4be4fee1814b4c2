import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Button } from './Button.tsx'
import { T } from '../lib/i18n/text.tsx'

/**
 * Something to decide before going on, in the browser's own modal dialog: focus stays inside, Escape closes, focus returns.
 * Mount it to open it. @example {asking && <Dialog title={t('…')} onClose={() => setAsking(false)} actions={<Button …/>}>…</Dialog>}
 */
export const Dialog = ({
  title,
  onClose,
  actions,
  closeLabel,
  children,
}: {
  title: ReactNode
  onClose: () => void
  actions?: ReactNode
  closeLabel?: ReactNode
  children?: ReactNode
}) => {
  const box = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = box.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      className="dialog"
      ref={box}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <h2 id={titleId}>{title}</h2>
      <div className="stack">{children}</div>
      <div className="dialog-actions">
        {actions}
        <Button kind="secondary" onClick={onClose}>
          {closeLabel ?? <T id="shell.close" />}
        </Button>
      </div>
    </dialog>
  )
}
