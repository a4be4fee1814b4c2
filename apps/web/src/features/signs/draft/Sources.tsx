import { useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { ErrorSummary, type FieldError, errorOf } from '../../../components/Field.tsx'
import { TextField } from '../../../components/TextField.tsx'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { SourceList } from '../SourceList.tsx'
import { withSource } from './change.ts'
import type { OpenDraft } from './useDraftOfSet.ts'

const EMPTY = { key: '', title: '', organisation: '', year: '', url: '' }

/** Where ideas were published; every sign names at least one. */
export const Sources = ({ open }: { open: OpenDraft }) => {
  const t = useT()
  const [given, setGiven] = useState(EMPTY)
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const { working, canWrite } = open
  const set = (field: keyof typeof EMPTY) => (value: string) => setGiven({ ...given, [field]: value })
  const add = () => {
    const { key, title, organisation, year, url } = given
    const wrong = [
      ...(/^[a-z][a-z0-9_]*$/u.test(key) && !(key in working.definition.sources)
        ? []
        : [{ field: 'key', message: t('signs.sign.id.wrong') }]),
      ...(title.trim() ? [] : [{ field: 'title', message: t('signs.source.title.missing') }]),
      ...(organisation.trim() ? [] : [{ field: 'organisation', message: t('signs.source.organisation.missing') }]),
      ...(year === '' || /^\d{4}$/u.test(year) ? [] : [{ field: 'year', message: t('signs.source.year.wrong') }]),
      ...(url === '' || /^https?:\/\/\S+$/u.test(url) ? [] : [{ field: 'url', message: t('signs.source.url.wrong') }]),
    ]
    setErrors(wrong)
    if (wrong.length > 0) return
    open.change(
      withSource(working, key, {
        title: title.trim(),
        organisation: organisation.trim(),
        year: year === '' ? null : Number(year),
        ...(url === '' ? {} : { url }),
      }),
    )
    setGiven(EMPTY)
  }
  return (
    <>
      <SourceList sources={working.definition.sources} />
      {canWrite && (
        <section>
          <h2>
            <T id="signs.source.add" />
          </h2>
          <ErrorSummary errors={errors} />
          <TextField
            name="key"
            label={t('signs.source.key')}
            hint={t('signs.sign.id.hint')}
            error={errorOf(errors, 'key')}
            value={given.key}
            onChange={set('key')}
          />
          <TextField
            name="title"
            label={t('signs.source.title')}
            error={errorOf(errors, 'title')}
            value={given.title}
            onChange={set('title')}
          />
          <TextField
            name="organisation"
            label={t('signs.source.organisation')}
            error={errorOf(errors, 'organisation')}
            value={given.organisation}
            onChange={set('organisation')}
          />
          <TextField
            name="year"
            label={t('signs.source.year')}
            hint={t('signs.source.year.hint')}
            error={errorOf(errors, 'year')}
            optional
            inputMode="numeric"
            value={given.year}
            onChange={set('year')}
          />
          <TextField
            name="url"
            label={t('signs.source.url')}
            error={errorOf(errors, 'url')}
            optional
            value={given.url}
            onChange={set('url')}
          />
          <Button kind="secondary" onClick={add}>
            <T id="signs.source.add" />
          </Button>
        </section>
      )}
    </>
  )
}
