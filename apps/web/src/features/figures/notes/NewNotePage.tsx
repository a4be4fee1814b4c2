import type { Api } from '@ariadne/contract'
import { type FormEvent, useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Checkboxes, Radios } from '../../../components/Choices.tsx'
import { ErrorSummary, errorOf, type FieldError } from '../../../components/Field.tsx'
import { Page } from '../../../components/Page.tsx'
import { Reading } from '../../../components/Reading.tsx'
import { Select } from '../../../components/Select.tsx'
import { TextField } from '../../../components/TextField.tsx'
import { useRead } from '../../../lib/api/useRead.ts'
import { nowIso } from '../../../lib/clock.ts'
import { useDraft } from '../../../lib/device/drafts.ts'
import { send } from '../../../lib/device/sender.ts'
import { newId } from '../../../lib/id.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { useGo } from '../../../lib/params.ts'
import { useMe } from '../../../lib/session/me.tsx'
import { useCategory } from '../definitions.ts'

type Offered = Pick<Api['GET /api/figures/notes']['response'], 'codes' | 'areas' | 'forms'>
type Note = Api['GET /api/figures/notes']['response']['notes'][number]
const KINDS = ['method', 'place', 'platform', 'group'] as const
const FORM = '/figures/notes/new'
const DAYS = { today: 0, week: 3, month: 15 } as const

/** A note from the ground in a minute: what is new, how often, when. Of nobody. */
export const NewNotePage = () => {
  const { language } = useLanguage()
  const read = useRead('GET /api/figures/notes', { query: { language } })
  if (read.state !== 'ready') return <Reading read={read} titleId="figures.notes.new" back="/figures/notes" />
  return (
    <Page titleId="figures.notes.new" back="/figures/notes" width="text" lead={<T id="figures.notes.nobody" />}>
      <NoteForm {...read.data} />
    </Page>
  )
}

interface Written {
  readonly noteId: string
  readonly unitId: string
  readonly kind?: Note['kind']
  readonly code?: string
  readonly times?: Note['times']
  readonly when?: keyof typeof DAYS
  readonly ages: Note['ageGroups']
  readonly forms: readonly string[]
  readonly place: string
  readonly words: string
}

const NoteForm = ({ codes, areas, forms: allForms }: Offered) => {
  const format = useFormat()
  const category = useCategory()
  const t = useT()
  const go = useGo()
  const { memberships } = useMe().member
  // What was typed outlives its tab.
  const [empty] = useState<Written>(() => ({
    noteId: newId(),
    unitId: memberships[0]?.unitId ?? '',
    ages: [],
    forms: [],
    place: '',
    words: '',
  }))
  const draft = useDraft<Written>('figures/note', { what: 'figures.notes.outbox', resume: FORM, initial: empty })
  const [busy, setBusy] = useState(false)
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const { noteId, unitId, kind, code, times, when, ages, forms, place, words } = draft.value ?? empty
  const change = (part: Partial<Written>) => draft.change((now) => ({ ...now, ...part }))
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const missing = [
      ...(kind ? [] : ['kind']),
      ...(kind && !code ? ['code'] : []),
      ...(times ? [] : ['times']),
      ...(when ? [] : ['when']),
    ]
    if (missing.length > 0 || !kind || !code || !times || !when)
      return setErrors(missing.map((field) => ({ field, message: t(`figures.notes.missing.${field}`) })))
    // What looks like a name, a number or an address is said here already; the server decides.
    if (/@|https?:|www\.|\d{4,}/iu.test(words))
      return setErrors([{ field: 'words', message: t('figures.refusal.names_someone') }])
    const seenOn = new Date(Date.parse(nowIso()) - DAYS[when] * 86_400_000).toISOString().slice(0, 10)
    setBusy(true)
    await send({
      kind: 'note.send',
      body: {
        note: {
          noteId,
          unitId,
          kind,
          code,
          forms: [...forms],
          ageGroups: ages,
          country: null,
          place: place || null,
          times,
          seenOn,
          words: words.trim() || null,
        },
      },
      subject: 'notes',
      what: 'figures.notes.outbox',
      fix: FORM,
    })
    // It is in the outbox now.
    await draft.discard()
    go('/figures/notes')
  }
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <ErrorSummary errors={errors} />
      <Radios
        name="kind"
        label={<T id="figures.notes.kind" />}
        error={errorOf(errors, 'kind')}
        layout="tiles"
        choices={KINDS.map((one) => ({ value: one, label: <T id={`figures.notes.kind.${one}`} /> }))}
        value={kind}
        onChange={(next) => change({ kind: next, code: '' })}
      />
      {kind && (
        <Radios
          name="code"
          label={<T id="figures.notes.which" />}
          error={errorOf(errors, 'code')}
          choices={(codes[kind] ?? []).map((one) => ({ value: one, label: <T id={`figures.note.${kind}.${one}`} /> }))}
          value={code === '' ? undefined : code}
          onChange={(next) => change({ code: next })}
        />
      )}
      <Radios
        name="times"
        label={<T id="figures.notes.howOften" />}
        error={errorOf(errors, 'times')}
        layout="row"
        choices={(['once', 'several', 'often'] as const).map((one) => ({
          value: one,
          label: <T id={`figures.notes.times.${one}`} />,
        }))}
        value={times}
        onChange={(next) => change({ times: next })}
      />
      <Radios
        name="when"
        label={<T id="figures.notes.when" />}
        error={errorOf(errors, 'when')}
        layout="row"
        choices={(['today', 'week', 'month'] as const).map((one) => ({
          value: one,
          label: <T id={`figures.notes.when.${one}`} />,
        }))}
        value={when}
        onChange={(next) => change({ when: next })}
      />
      <Checkboxes
        name="ages"
        label={<T id="figures.notes.ages" />}
        optional
        layout="row"
        choices={(['child', 'adult'] as const).map((one) => ({
          value: one,
          label: <T id={`figures.notes.ages.${one}`} />,
        }))}
        value={ages}
        onChange={(next) => change({ ages: next })}
      />
      <Checkboxes
        name="forms"
        label={<T id="figures.notes.forms" />}
        hint={<T id="figures.notes.formsHint" />}
        optional
        choices={allForms
          .map((one) => ({ value: one, label: category('form', one) }))
          .toSorted((a, b) => format.collator.compare(a.label, b.label))}
        value={forms}
        onChange={(next) => change({ forms: next })}
      />
      {areas.length > 0 && (
        <Select
          name="place"
          label={<T id="figures.notes.place" />}
          hint={<T id="figures.notes.placeHint" />}
          optional
          empty={t('figures.notes.place.any')}
          options={areas
            .map(({ code: value, name: label }) => ({ value, label }))
            .toSorted((a, b) => format.collator.compare(a.label, b.label))}
          value={place}
          onChange={(next) => change({ place: next })}
        />
      )}
      <TextField
        name="words"
        label={<T id="figures.notes.words" />}
        hint={<T id="figures.notes.wordsHint" />}
        error={errorOf(errors, 'words')}
        optional
        maxLength={160}
        value={words}
        onChange={(next) => change({ words: next })}
      />
      {memberships.length > 1 && (
        <Select
          name="unit"
          label={<T id="figures.notes.unit" />}
          options={memberships.map((one) => ({ value: one.unitId, label: one.unitName }))}
          value={unitId}
          onChange={(next) => next && change({ unitId: next })}
        />
      )}
      <Button type="submit" busy={busy}>
        <T id="figures.notes.send" />
      </Button>
    </form>
  )
}
