import { type FormEvent, useRef, useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Checkbox } from '../../../components/Choices.tsx'
import { ErrorSummary, errorOf, type FieldError } from '../../../components/Field.tsx'
import { CountryField } from '../../../components/pickers.tsx'
import { Select } from '../../../components/Select.tsx'
import { TextField } from '../../../components/TextField.tsx'
import { sendNow } from '../../../lib/case/sendNow.ts'
import { newId } from '../../../lib/id.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { type Definitions, useCategory } from '../definitions.ts'
import { useRefusal } from '../useRefusal.ts'
import type { Entry } from './EntriesPage.tsx'
import '../chart/chart.css'
import './entries.css'

/** Names of sources as the records keep them: `Statistics of the courts` is `statistics-of-the-courts`. */
const codeOfSource = (title: string): string =>
  title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '')
    .slice(0, 40)

/** Characteristics whose categories are countries. */
const COUNTRIES = ['citizenship', 'country', 'exploited_in']

/**
 * One figure for one year, with where it comes from. It replaces nothing: another source's stays beside it. A correction is
 * of one source's own figure, says why, and leaves the old one to be seen.
 */
export const EntryForm = ({
  definitions,
  year,
  corrects,
  name,
  onDone,
}: {
  definitions: Definitions
  year: string
  /** The entry to be corrected; its figure and source stay what they are. */
  corrects?: Entry | undefined
  /** Of the figure that is corrected. */
  name?: string | undefined
  onDone: () => void
}) => {
  const t = useT()
  const format = useFormat()
  const category = useCategory()
  const refusal = useRefusal()
  const [definition, setDefinition] = useState(corrects?.definition ?? '')
  const [key, setKey] = useState<Record<string, string>>({ ...corrects?.key })
  const [value, setValue] = useState(corrects?.value == null ? '' : String(corrects.value))
  const [isMissing, setMissing] = useState(corrects?.status === 'missing')
  const [source, setSource] = useState(corrects?.sourceTitle ?? '')
  const [note, setNote] = useState('')
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [busy, setBusy] = useState(false)
  /** What was sent last, and as which entry: said again because no answer came, it is the same one. */
  const sent = useRef({ said: '', entryId: '' })
  const chosen = definitions.definitions.find(({ id }) => id === definition)
  const axes = (chosen?.dimensions ?? []).filter((axis) => COUNTRIES.includes(axis) || axis in definitions.categories)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const code = corrects?.source ?? codeOfSource(source)
    const wrong = [
      ...(definition ? [] : ['definition']),
      ...(isMissing || /^\d{1,9}$/u.test(value.trim()) ? [] : ['value']),
      ...(source.trim().length >= 3 ? [] : ['source']),
      ...(corrects && note.trim().length < 3 ? ['note'] : []),
    ]
    if (wrong.length > 0)
      return setErrors(wrong.map((field) => ({ field, message: t(`figures.entries.wrong.${field}`) })))
    if (busy) return
    setBusy(true)
    const said = JSON.stringify([definition, key, isMissing, value, source, note])
    if (sent.current.said !== said) sent.current = { said, entryId: newId() }
    try {
      const outcome = await sendNow('figure.enter', {
        entryId: sent.current.entryId,
        definition,
        period: corrects?.period ?? year,
        key: Object.fromEntries(Object.entries(key).filter(([, one]) => one !== '')),
        status: isMissing ? 'missing' : 'value',
        value: isMissing ? null : Number(value),
        // A name without Latin letters has no such code of its own.
        source: code.length >= 2 ? code : 'entered-by-hand',
        sourceTitle: source.trim(),
        note: note.trim() || null,
        replaces: corrects?.entryId ?? null,
      })
      if (outcome.status === 'accepted') onDone()
      else setErrors([{ field: corrects ? 'value' : 'definition', message: refusal(outcome) }])
    } catch (error) {
      setErrors([{ field: corrects ? 'value' : 'definition', message: refusal(error) }])
    } finally {
      setBusy(false)
    }
  }
  return (
    <form noValidate className="no-print figure entry-form" onSubmit={(event) => void submit(event)}>
      <h2>{corrects ? <T id="figures.entries.correct.title" values={{ name }} /> : <T id="figures.entries.new" />}</h2>
      <ErrorSummary errors={errors} />
      {corrects ? (
        <p className="quiet">
          <T id="figures.source" values={{ source: <bdi>{corrects.sourceTitle}</bdi> }} />
        </p>
      ) : (
        <>
          <Select
            name="definition"
            label={<T id="figures.trend.which" />}
            error={errorOf(errors, 'definition')}
            options={definitions.definitions
              .filter(({ kind }) => kind === 'entered' || kind === 'count')
              .map(({ id, name: label }) => ({ value: id, label }))
              .toSorted((a, b) => format.collator.compare(a.label, b.label))}
            value={definition}
            onChange={(next) => {
              setDefinition(next)
              setKey({})
            }}
          />
          {axes.length > 0 && (
            <div className="figure-filters">
              {axes.map((axis) => {
                const field = {
                  name: `key-${axis}`,
                  label: definitions.dimensions[axis] ?? axis,
                  value: key[axis] ?? '',
                  onChange: (next: string) => setKey({ ...key, [axis]: next }),
                }
                return COUNTRIES.includes(axis) ? (
                  <CountryField key={axis} {...field} optional />
                ) : (
                  <Select
                    key={axis}
                    {...field}
                    empty={t('figures.category.Total')}
                    options={Object.entries(definitions.categories[axis] ?? {}).map(([code, label]) => ({
                      value: code,
                      label: category(axis, code, label),
                    }))}
                  />
                )
              })}
            </div>
          )}
        </>
      )}
      {!isMissing && (
        <TextField
          name="value"
          label={<T id="figures.entries.value" values={{ year: corrects?.period ?? year }} />}
          error={errorOf(errors, 'value')}
          inputMode="numeric"
          value={value}
          onChange={setValue}
        />
      )}
      <div className="field">
        <Checkbox name="missing" label={<T id="figures.entries.missing" />} value={isMissing} onChange={setMissing} />
      </div>
      {!corrects && (
        <TextField
          name="source"
          label={<T id="figures.entries.source" />}
          hint={<T id="figures.entries.sourceHint" />}
          error={errorOf(errors, 'source')}
          maxLength={200}
          value={source}
          onChange={setSource}
        />
      )}
      <TextField
        name="note"
        label={<T id={corrects ? 'figures.entries.why' : 'figures.watch.look.note'} />}
        {...(corrects ? { hint: <T id="figures.entries.whyHint" /> } : {})}
        error={errorOf(errors, 'note')}
        optional={!corrects}
        maxLength={400}
        value={note}
        onChange={setNote}
      />
      <div className="row">
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
