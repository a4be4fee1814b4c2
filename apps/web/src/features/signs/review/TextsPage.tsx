import { LinkButton } from '../../../components/Button.tsx'
import { Link } from '../../../components/Link.tsx'
import { Page } from '../../../components/Page.tsx'
import { EmptyState, Queue } from '../../../components/Queue.tsx'
import { AsOf, Reading } from '../../../components/Reading.tsx'
import { Select } from '../../../components/Select.tsx'
import { Tag } from '../../../components/Tag.tsx'
import { Id } from '../../../components/When.tsx'
import { useRead } from '../../../lib/api/useRead.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { useGo, useSearchText } from '../../../lib/params.ts'
import { functionsOf, useMe } from '../../../lib/session/me.tsx'
import { isEditor } from '../known.ts'
import type { Line } from './known.ts'
import { textAddress } from './known.ts'
import { TextName } from './TextName.tsx'
import '../signs.css'

/** What is written in one language, and what of it nobody who reads it as their own has confirmed yet. */
export const TextsPage = () => {
  const t = useT()
  const go = useGo()
  const format = useFormat()
  const back = isEditor(functionsOf(useMe())) ? '/signs' : '/'
  const chosen = useSearchText()['language']
  const answer = useRead('GET /api/content/texts', {})
  if (answer.state !== 'ready') return <Reading read={answer} titleId="signs.texts.title" back={back} />
  const { texts, mine } = answer.data
  const languages = [...new Set(texts.map(({ language }) => language))]
  const open = (language: string) => texts.filter((one) => one.language === language && !one.isConfirmed)
  const read = mine.filter((one) => languages.includes(one))
  const language =
    languages.find((one) => one === chosen) ?? read.find((one) => open(one).length > 0) ?? read[0] ?? languages[0] ?? ''
  const rows = texts
    .filter((one) => one.language === language)
    .toSorted((a, b) => Number(a.isConfirmed) - Number(b.isConfirmed))
  const unread = open(language)
  const sentences = unread.reduce((sum, one) => sum + one.sentences, 0)
  const [next] = unread.toSorted((a, b) => a.sentences - b.sentences)
  const optionOf = (value: string) => ({
    value,
    label: t('signs.texts.language.left', { language: format.language(value), remaining: open(value).length }),
  })
  const byName = (a: { label: string }, b: { label: string }) => format.collator.compare(a.label, b.label)
  return (
    <Page titleId="signs.texts.title" back={back} lead={<T id="signs.texts.lead" />}>
      <div className="stack signs-page">
        <AsOf at={answer.asOf} />
        <Select
          name="language"
          label={t('signs.texts.language')}
          options={[
            ...read.map(optionOf),
            ...languages
              .filter((one) => !read.includes(one))
              .map(optionOf)
              .toSorted(byName),
          ]}
          value={language}
          onChange={(next) => go(next ? `/signs/texts?language=${next}` : '/signs/texts', { replace: true })}
        />
        <p>
          <T id="signs.texts.left" values={{ remaining: unread.length, of: rows.length, sentences }} />
        </p>
        {next && (
          <div>
            <LinkButton to={textAddress(next)}>
              <T id="signs.texts.next" values={{ sentences: next.sentences }} />
            </LinkButton>
          </div>
        )}
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
                  <TextName {...one} />
                </Link>
              ),
            },
            {
              key: 'sentences',
              label: t('signs.texts.sentences'),
              align: 'end',
              cell: ({ sentences: count }) => <span className="tabular">{format.number(count)}</span>,
            },
            { key: 'kind', label: t('signs.texts.kind'), cell: ({ kind }) => <T id={`signs.texts.kind.${kind}`} /> },
            { key: 'version', label: t('signs.column.version'), cell: ({ version }) => <Id>{version}</Id> },
            {
              key: 'state',
              label: t('signs.column.state'),
              cell: ({ isConfirmed, reviewer, confirmedIn }) => (
                <>
                  <Tag tone={isConfirmed ? 'good' : 'warn'}>
                    <T id={isConfirmed ? 'signs.language.reviewed' : 'signs.language.draft'} />
                  </Tag>
                  {!isConfirmed && confirmedIn.length > 0 && (
                    <p className="small">
                      <T
                        id="signs.elsewhere.title"
                        values={{ country: format.facts(confirmedIn.map((code) => format.country(code))) }}
                      />
                    </p>
                  )}
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
