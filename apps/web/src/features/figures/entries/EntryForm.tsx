import { type FormEvent, useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Checkbox } from '../../../components/Choices.tsx'
import { ErrorSummary, errorOf, type FieldError } from '../../../components/Field.tsx'
import { Select } from '../../../components/Select.tsx'
import { TextField } from '../../../components/TextField.tsx'
import { sendNow } from '../../../lib/case/sendNow.ts'
import { newId } from '../../../lib/id.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import type { Definitions } from '../definitions.ts'
import { useRefusal } from '../useRefusal.ts'

/** Names of sources as the records keep them: `Statistics of the courts` is `statistics-of-the-courts`. */
const codeOfSource = (title: string): string =>
  title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '')
    .slice(0, 40)

/** One figure for one year, with where it comes from. It replaces nothing: another source's stays beside it. */
export const EntryForm = ({
  definitions,
  year,
  onDone,
}: {
  definitions: Definitions
  year: string
  onDone: () => void
}) => {
  const t = useT()
  const refusal = useRefusal()
  const [definition, setDefinition] = useState('')
  const [value, setValue] = useState('')
  const [isMissing, setMissing] = useState(false)
  const [source, setSource] = useState('')
  const [note, setNote] = useState('')
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const code = codeOfSource(source)
    const wrong = [
      ...(definition ? [] : ['definition']),
      ...(isMissing || /^\d{1,9}$/u.test(value.trim()) ? [] : ['value']),
      ...(source.trim().length >= 3 ? [] : ['source']),
    ]
    if (wrong.length > 0)
      return setErrors(wrong.map((field) => ({ field, message: t(`figures.entries.wrong.${field}`) })))
    setBusy(true)
    try {
      const outcome = await sendNow('figure.enter', {
        entryId: newId(),
        definition,
        period: year,
        key: {},
        status: isMissing ? 'missing' : 'value',
        value: isMissing ? null : Number(value),
        // A name without Latin letters has no such code of its own.
        source: code.length >= 2 ? code : 'entered-by-hand',
        sourceTitle: source.trim(),
        note: note.trim() || null,
        replaces: null,
      })
      if (outcome.status === 'accepted') onDone()
      else setErrors([{ field: 'definition', message: refusal(outcome) }])
    } catch (error) {
      setErrors([{ field: 'definition', message: refusal(error) }])
    } finally {
      setBusy(false)
    }
  }
  return (
    <form noValidate className="no-print" onSubmit={(event) => void submit(event)}>
      <ErrorSummary errors={errors} />
      <Select
        name="definition"
        label={<T id="figures.trend.which" />}
        error={errorOf(errors, 'definition')}
        options={definitions.definitions
          .filter(({ kind }) => kind === 'entered' || kind === 'count')
          .map(({ id, name }) => ({ value: id, label: name }))
          .toSorted((a, b) => a.label.localeCompare(b.label))}
        value={definition}
        onChange={setDefinition}
      />
      {!isMissing && (
        <TextField
          name="value"
          label={<T id="figures.entries.value" values={{ year }} />}
          error={errorOf(errors, 'value')}
          inputMode="numeric"
          value={value}
          onChange={setValue}
        />
      )}
      <div className="field">
        <Checkbox name="missing" label={<T id="figures.entries.missing" />} value={isMissing} onChange={setMissing} />
      </div>
      <TextField
        name="source"
        label={<T id="figures.entries.source" />}
        hint={<T id="figures.entries.sourceHint" />}
        error={errorOf(errors, 'source')}
        maxLength={200}
        value={source}
        onChange={setSource}
      />
      <TextField
        name="note"
        label={<T id="figures.watch.look.note" />}
        optional
        maxLength={400}
        value={note}
        onChange={setNote}
      />
      <div className="row figure-about">
        <Button type="submit" busy={busy}>
          <T id="figures.entries.save" />
        </Button>
        <Button kind="quiet" onClick={onDone}>
          <T id="figures.cancel" />
        </Button>
      </div>
    </form>
  )
}
