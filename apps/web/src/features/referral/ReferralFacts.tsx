import { useActWords } from '../../components/act/words.ts'
import { SummaryList } from '../../components/SummaryList.tsx'
import { Callout, Tag, type Tone } from '../../components/Tag.tsx'
import { Details } from '../../components/Details.tsx'
import { When } from '../../components/When.tsx'
import type { Directory } from '../../lib/case/directory.ts'
import type { ReferralView } from '../../lib/case/referral.ts'
import { findSet } from '../../lib/content/bundle.ts'
import { useContent } from '../../lib/content/content.ts'
import { read } from '../../lib/content/texts.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { T } from '../../lib/i18n/text.tsx'
import { Thread } from './Thread.tsx'

/** What the sender wrote down in codes: everything a queue needs, nothing that says who the person is. */
export const ReferralFacts = ({ view, directory }: { view: ReferralView; directory: Directory }) => {
  const words = useActWords(directory.names)
  const format = useFormat()
  const { referral } = view
  return (
    <SummaryList
      rows={[
        { key: 'urgency', label: <T id="referral.urgency" />, value: words.code(referral.urgency, 'urgency') },
        { key: 'age', label: words.field('', 'ageBand'), value: words.code(referral.ageBand, 'ageBand') },
        { key: 'sex', label: words.field('', 'sex'), value: words.code(referral.sex, 'sex') },
        { key: 'language', label: <T id="referral.language" />, value: format.language(referral.language) },
        {
          key: 'company',
          label: <T id="referral.company" />,
          value: words.code(referral.accompaniment, 'accompaniment'),
        },
        { key: 'basis', label: <T id="referral.basis" />, value: words.code(referral.basis, 'basis') },
        {
          key: 'from',
          label: <T id="referral.from" />,
          value: `${view.fromUnitName} · ${words.code(referral.by.function)}`,
        },
        { key: 'sent', label: <T id="referral.sent" />, value: <When at={referral.sentAt} /> },
        ...(referral.handedTo
          ? [
              {
                key: 'handed',
                label: <T id="referral.handed" />,
                value: (
                  <>
                    <bdi>{referral.handedTo.workerName}</bdi> · {directory.names.unit(referral.handedTo.unitId)} ·{' '}
                    <When at={referral.handedTo.at} />
                  </>
                ),
              },
            ]
          : []),
      ]}
    />
  )
}

const TONE: Readonly<Record<string, Tone>> = { act_now: 'danger', refer: 'warn', watch: 'accent' }

/** The screening as the receiving unit may see it: what to do, and which signs led there. */
export const ScreeningResult = ({ screening }: { screening: NonNullable<ReferralView['screening']> }) => {
  const { language } = useLanguage()
  const content = useContent()
  const set = content.state === 'ready' ? findSet(content.bundle, screening.setId, screening.setVersion) : undefined
  const texts = set && read(set.texts, language)
  return (
    <section className="stack">
      <h2>
        <T id="referral.screening" />
      </h2>
      <p>
        <Tag tone={TONE[screening.outcome] ?? 'plain'}>
          <T id={`codes.screening.outcome.${screening.outcome}`} />
        </Tag>
      </p>
      <p>
        <T id={`codes.screening.action.${screening.outcome}`} />
      </p>
      {screening.present.length > 0 && (
        <Details summary={<T id="referral.signs" values={{ count: screening.present.length }} />} open>
          <ul className="signs" lang={texts?.lang}>
            {screening.present.map((sign) => (
              <li key={sign}>{texts?.has(`sign.${sign}.label`) ? texts.get(`sign.${sign}.label`) : sign}</li>
            ))}
          </ul>
        </Details>
      )}
      <Thread screening={screening} />
      <Callout>
        <p>
          <T id="codes.screening.limits" />
        </p>
      </Callout>
    </section>
  )
}
