import { type ChangeEvent, useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Radios } from '../../../components/Choices.tsx'
import { ErrorSummary, type FieldError, errorOf, fieldId } from '../../../components/Field.tsx'
import { Page } from '../../../components/Page.tsx'
import { Select } from '../../../components/Select.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { TextField } from '../../../components/TextField.tsx'
import { codeOf } from '../../../lib/api/problem.ts'
import { sendNow } from '../../../lib/case/sendNow.ts'
import { read } from '../../../lib/content/texts.ts'
import type { Working } from '../../../lib/content/working.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { T, useHasText, useT } from '../../../lib/i18n/text.tsx'
import { newId } from '../../../lib/id.ts'
import { useGo } from '../../../lib/params.ts'
import { useMe } from '../../../lib/session/me.tsx'
import { useSets } from '../useSets.ts'
import { newOverlayOver, newSet, newVersionOf, ownPrefix, regionalSets } from './begin.ts'
import { ProblemList } from './Problems.tsx'
import { type GivenFile, type Taken, fromFiles } from './yaml.ts'
import '../signs.css'

const SUBJECTS = ['adult', 'child', 'anyone'] as const
type From = 'version' | 'overlay' | 'nothing' | 'file'

const readFiles = (list: FileList): Promise<GivenFile[]> =>
  Promise.all([...list].map(async (file) => ({ name: file.name, text: await file.text() })))

/** Begins a draft: a new version of a set, what this country lays over one, a set from nothing, or a file. */
export const NewDraftPage = () => {
  const t = useT()
  const has = useHasText()
  const go = useGo()
  const { language } = useLanguage()
  const { instance } = useMe()
  const sets = useSets()
  const [from, setFrom] = useState<From>('version')
  const [base, setBase] = useState('')
  const [id, setId] = useState('')
  const [subject, setSubject] = useState<(typeof SUBJECTS)[number]>('adult')
  const [taken, setTaken] = useState<Taken>()
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [failed, setFailed] = useState<string>()
  const [busy, setBusy] = useState(false)
  if (sets === undefined) return null
  const regional = regionalSets(sets)
  const ways: From[] =
    instance.kind === 'country' ? ['version', 'overlay', 'nothing', 'file'] : ['version', 'nothing', 'file']

  const prefix = instance.kind === 'country' ? ownPrefix(instance.country) : ''

  const made = (): Working | FieldError => {
    if (from === 'file') return taken?.ok ? taken.working : { field: 'file', message: t('signs.begin.file.missing') }
    if (from === 'nothing' && !id.startsWith(prefix))
      return { field: 'id', message: t('signs.begin.id.own', { prefix }) }
    if (from === 'nothing')
      return /^[a-z][a-z0-9-]*$/u.test(id) && !sets.some(({ set }) => set.id === id)
        ? newSet(id, subject)
        : { field: 'id', message: t('signs.begin.id.wrong') }
    const content = regional.find(({ set }) => `${set.id}@${set.version}` === base)
    if (!content) return { field: 'base', message: t('signs.begin.base.missing') }
    return from === 'overlay' ? newOverlayOver(content, sets, instance.country) : newVersionOf(content, regional)
  }
  const begin = async () => {
    const working = made()
    if ('field' in working) return setErrors([working])
    setErrors([])
    setBusy(true)
    const draftId = newId()
    try {
      const outcome = await sendNow('content.save_draft', {
        draftId,
        revision: 0,
        definition: { ...working.definition },
        texts: Object.fromEntries(Object.entries(working.texts).map(([key, words]) => [key, { ...words }])),
      })
      if (outcome.status === 'accepted') return go(`/signs/drafts/${draftId}/overview`)
      setFailed(outcome.code ?? 'unexpected')
    } catch (error) {
      setFailed(codeOf(error))
    }
    setBusy(false)
  }
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const { files } = event.target
    setTaken(files && files.length > 0 ? fromFiles(await readFiles(files), sets) : undefined)
  }

  return (
    <Page titleId="signs.begin.title" back="/signs" width="text">
      <ErrorSummary errors={errors} />
      {failed && (
        <Callout tone="danger">
          <p>
            <T id={has(`refusal.${failed}`) ? `refusal.${failed}` : 'refusal.unexpected'} />
          </p>
        </Callout>
      )}
      <Radios<From>
        name="from"
        label={t('signs.begin.from')}
        choices={ways.map((value) => ({
          value,
          label: t(`signs.begin.from.${value}`),
          hint: t(`signs.begin.from.${value}.hint`),
        }))}
        value={from}
        onChange={setFrom}
      />
      {(from === 'version' || from === 'overlay') && (
        <Select
          name="base"
          label={t('signs.begin.base')}
          error={errorOf(errors, 'base')}
          options={regional.map(({ set, texts }) => ({
            value: `${set.id}@${set.version}`,
            label: `${read(texts, language).get('set.title')} (${set.version})`,
          }))}
          value={base}
          onChange={setBase}
        />
      )}
      {from === 'nothing' && (
        <>
          <TextField
            name="id"
            label={t('signs.begin.id')}
            hint={prefix ? t('signs.begin.id.own', { prefix }) : t('signs.begin.id.hint')}
            error={errorOf(errors, 'id')}
            value={id}
            onChange={setId}
            maxLength={60}
          />
          <Radios
            name="subject"
            label={t('signs.column.about')}
            choices={SUBJECTS.map((value) => ({ value, label: t(`signs.subject.${value}`) }))}
            value={subject}
            onChange={setSubject}
          />
        </>
      )}
      {from === 'file' && (
        <div className="field">
          <label className="field-label" htmlFor={fieldId('file')}>
            <T id="signs.begin.file" />
          </label>
          <p className="field-hint" id={`${fieldId('file')}-hint`}>
            <T id="signs.begin.file.hint" />
          </p>
          {errorOf(errors, 'file') && <p className="field-error">{errorOf(errors, 'file')}</p>}
          <input
            className="file-input"
            id={fieldId('file')}
            type="file"
            multiple
            accept=".yaml,.yml,.json"
            aria-describedby={`${fieldId('file')}-hint`}
            onChange={(event) => void choose(event)}
          />
          {taken && !taken.ok && (
            <Callout tone="danger" title={t('signs.begin.file.refused')}>
              <ProblemList problems={taken.problems} />
            </Callout>
          )}
          {taken?.ok && (
            <Callout tone={taken.problems.length > 0 ? 'warn' : 'good'}>
              <p>
                <T id="signs.begin.file.read" values={{ count: taken.problems.length }} />
              </p>
            </Callout>
          )}
        </div>
      )}
      <Button busy={busy} onClick={() => void begin()}>
        <T id="signs.begin.do" />
      </Button>
    </Page>
  )
}
