import { type FormEvent, useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Radios } from '../../../components/Choices.tsx'
import { ErrorSummary, errorOf, type FieldError } from '../../../components/Field.tsx'
import { TextArea } from '../../../components/TextField.tsx'
import { When } from '../../../components/When.tsx'
import { sendNow } from '../../../lib/case/sendNow.ts'
import { newId } from '../../../lib/id.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { useRefusal } from '../useRefusal.ts'
import type { Alert } from './WatchPage.tsx'
import './watch.css'

const FINDINGS = ['looking', 'real', 'recording_changed', 'chance'] as const
type Finding = (typeof FINDINGS)[number]

/** Who looked at an alert and what they found; and a place to say so oneself. */
export const Looks = ({ alert }: { alert: Alert }) => {
  const [isOpen, setOpen] = useState(false)
  return (
    <section className="stack alert-looks">
      {alert.looks.length === 0 ? (
        <p className="quiet small">
          <T id="figures.watch.nobodyLooked" />
        </p>
      ) : (
        <ul className="plain-list">
          {alert.looks.map((look) => (
            <li key={look.at}>
              <strong>
                <T id={`figures.watch.finding.${look.finding}`} />
              </strong>
              {look.note && (
                <>
                  {': '}
                  <bdi>{look.note}</bdi>
                </>
              )}{' '}
              <span className="quiet small">
                <bdi>{look.by}</bdi> · <When at={look.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {isOpen ? (
        <LookForm alert={alert} onDone={() => setOpen(false)} />
      ) : (
        <p className="no-print">
          <Button kind="secondary" onClick={() => setOpen(true)}>
            <T id="figures.watch.look" />
          </Button>
        </p>
      )}
    </section>
  )
}

const LookForm = ({ alert, onDone }: { alert: Alert; onDone: () => void }) => {
  const t = useT()
  const refusal = useRefusal()
  const [finding, setFinding] = useState<Finding | undefined>()
  const [note, setNote] = useState('')
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [busy, setBusy] = useState(false)
  const findingField = `finding-${alert.alertId}`
  const noteField = `note-${alert.alertId}`
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (finding === undefined) return setErrors([{ field: findingField, message: t('figures.watch.look.missing') }])
    setBusy(true)
    try {
      const outcome = await sendNow('alert.look', {
        lookId: newId(),
        alertId: alert.alertId,
        finding,
        note: note.trim() || null,
      })
      if (outcome.status === 'accepted') onDone()
      else setErrors([{ field: noteField, message: refusal(outcome) }])
    } catch (error) {
      setErrors([{ field: findingField, message: refusal(error) }])
    } finally {
      setBusy(false)
    }
  }
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <ErrorSummary errors={errors} />
      <Radios<Finding>
        name={findingField}
        label={<T id="figures.watch.look.what" />}
        error={errorOf(errors, findingField)}
        choices={FINDINGS.map((one) => ({ value: one, label: <T id={`figures.watch.finding.${one}`} /> }))}
        value={finding}
        onChange={setFinding}
      />
      <TextArea
        name={noteField}
        label={<T id="figures.watch.look.note" />}
        hint={<T id="figures.watch.look.noteHint" />}
        error={errorOf(errors, noteField)}
        optional
        rows={2}
        maxLength={400}
        value={note}
        onChange={setNote}
      />
      <div className="row">
        <Button type="submit" busy={busy}>
          <T id="figures.watch.look.save" />
        </Button>
        <Button kind="quiet" onClick={onDone}>
          <T id="figures.cancel" />
        </Button>
      </div>
    </form>
  )
}
