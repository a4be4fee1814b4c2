import type { ReportView } from '@ariadne/contract'
import { useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Dialog } from '../../../components/Dialog.tsx'
import { errorOf, type FieldError } from '../../../components/Field.tsx'
import { TextField } from '../../../components/TextField.tsx'
import { T, useT } from '../../../lib/i18n/text.tsx'

/** What a law demands goes exact, to one recipient, and is noted: a class of its own, and no release. */
export const LawDialog = ({
  view,
  busy,
  onSend,
  onClose,
}: {
  view: ReportView
  busy: boolean
  onSend: (sent: { recipient: string; legalBasis: string }) => void
  onClose: () => void
}) => {
  const t = useT()
  const [recipient, setRecipient] = useState(view.recipient)
  const [legalBasis, setLegalBasis] = useState('')
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const send = () => {
    if (recipient.trim().length < 2)
      return setErrors([{ field: 'recipient', message: t('figures.law.wrong.recipient') }])
    onSend({ recipient: recipient.trim(), legalBasis: legalBasis.trim() })
  }
  return (
    <Dialog
      title={<T id="figures.law.send" />}
      onClose={onClose}
      actions={
        <Button busy={busy} onClick={send}>
          <T id="figures.law.send.do" />
        </Button>
      }
    >
      <p>
        <T id="figures.law.what" />
      </p>
      <TextField
        name="recipient"
        label={<T id="figures.law.recipient" />}
        error={errorOf(errors, 'recipient')}
        value={recipient}
        onChange={setRecipient}
      />
      <TextField
        name="legal-basis"
        label={<T id="figures.law.basis" />}
        hint={<T id="figures.law.basis.hint" />}
        optional
        value={legalBasis}
        onChange={setLegalBasis}
      />
    </Dialog>
  )
}
