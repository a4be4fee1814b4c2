import { useIntl } from 'react-intl'
import { Page } from '../../components/Page.tsx'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import './help.css'

/** The words of the field, each in one or two plain sentences, in the order of this language's alphabet. */
export const WordsPage = () => {
  const { messages } = useIntl()
  const { collator } = useFormat()
  const t = useT()
  const terms = Object.keys(messages)
    .flatMap((id) => /^glossary\.([\w-]+)\.term$/.exec(id)?.[1] ?? [])
    .map((key) => ({ key, term: t(`glossary.${key}.term`), definition: t(`glossary.${key}.definition`) }))
    .sort((a, b) => collator.compare(a.term, b.term))
  return (
    <Page titleId="shell.help.words" lead={<T id="shell.help.wordsLead" />} back="/help" width="text">
      <dl className="glossary">
        {terms.map(({ key, term, definition }) => (
          <div key={key} id={key}>
            <dt>{term}</dt>
            <dd>{definition}</dd>
          </div>
        ))}
      </dl>
    </Page>
  )
}
