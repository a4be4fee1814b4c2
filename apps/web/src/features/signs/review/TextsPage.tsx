import type { Api } from '@ariadne/contract'
import { Link } from '../../../components/Link.tsx'
import { Page } from '../../../components/Page.tsx'
import { EmptyState, Queue } from '../../../components/Queue.tsx'
import { AsOf, Reading } from '../../../components/Reading.tsx'
import { Select } from '../../../components/Select.tsx'
import { Tag } from '../../../components/Tag.tsx'
import { Id } from '../../../components/When.tsx'
import { useRead } from '../../../lib/api/useRead.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { useGo, useSearchText } from '../../../lib/params.ts'
import '../signs.css'

type Line = Api['GET /api/content/texts']['response']['texts'][number]

export const textAddress = ({ kind, id, version, language }: Omit<Line, 'isConfirmed' | 'drafter' | 'reviewer'>) =>
  `/signs/texts/${kind}/${id}/${encodeURIComponent(version)}/${language}`

/** What is written in one language, and what of it nobody who reads it as their own has confirmed yet. */
export const TextsPage = () => {
  const t = useT()
  const go = useGo()
  const format = useFormat()
  const { language: mine } = useLanguage()
  const chosen = useSearchText()['language']
  const answer = useRead('GET /api/content/texts', {})
  if (answer.state !== 'ready') return <Reading read={answer} titleId="signs.texts.title" back="/signs" />
  const { texts } = answer.data
  const languages = [...new Set(texts.map(({ language }) => language))]
  const wanted = chosen ?? mine.replace('-Latn', '')
  const language = languages.includes(wanted) ? wanted : languages[0]
  const rows = texts
    .filter((one) => one.language === language)
    .toSorted((a, b) => Number(a.isConfirmed) - Number(b.isConfirmed))
  return (
    <Page titleId="signs.texts.title" back="/signs" lead={<T id="signs.texts.lead" />}>
      <div className="stack signs-page">
        <AsOf at={answer.asOf} />
        <Select
          name="language"
          label={t('signs.texts.language')}
          options={languages
            .map((value) => ({ value, label: format.language(value) }))
            .toSorted((a, b) => format.collator.compare(a.label, b.label))}
          value={language ?? ''}
          onChange={(next) => go(next ? `/signs/texts?language=${next}` : '/signs/texts', { replace: true })}
        />
        <Queue<Line>
          caption={<T id="signs.texts" />}
          rows={rows}
          rowKey={textAddress}
          columns={[
            {
              key: 'text',
              label: t('signs.texts.text'),
              heads: true,
              cell: (one) => (
                <Link to={textAddress(one)}>
                  <Id>{one.id}</Id>
                </Link>
              ),
            },
            { key: 'kind', label: t('signs.texts.kind'), cell: ({ kind }) => <T id={`signs.texts.kind.${kind}`} /> },
            { key: 'version', label: t('signs.column.version'), cell: ({ version }) => <Id>{version}</Id> },
            {
              key: 'state',
              label: t('signs.column.state'),
              cell: ({ isConfirmed, reviewer }) => (
                <>
                  <Tag tone={isConfirmed ? 'good' : 'warn'}>
                    <T id={isConfirmed ? 'signs.language.reviewed' : 'signs.language.draft'} />
                  </Tag>
                  {isConfirmed && reviewer && (
                    <p className="quiet small">
                      <bdi>{reviewer}</bdi>
                    </p>
                  )}
                </>
              ),
            },
          ]}
          empty={<EmptyState kind="none-yet" title={<T id="signs.none" />} />}
        />
      </div>
    </Page>
  )
}
