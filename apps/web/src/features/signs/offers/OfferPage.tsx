import type { Api } from '@ariadne/contract'
import type { IndicatorSet } from '@ariadne/domain/screening'
import { useEffect, useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Page } from '../../../components/Page.tsx'
import { Reading } from '../../../components/Reading.tsx'
import { SummaryList } from '../../../components/SummaryList.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { Id } from '../../../components/When.tsx'
import { useRead } from '../../../lib/api/useRead.ts'
import type { SetContent } from '../../../lib/content/bundle.ts'
import { type Texts, read as readTexts } from '../../../lib/content/texts.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../../lib/i18n/languages.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { usePathParams } from '../../../lib/params.ts'
import { functionsOf, useMe } from '../../../lib/session/me.tsx'
import { Compared } from '../ComparePage.tsx'
import { ProblemList } from '../draft/Problems.tsx'
import { problemsOf } from '../draft/yaml.ts'
import { saveFile } from '../saveFile.ts'
import { VersionName } from '../Names.tsx'
import { SetInWords } from '../SetInWords.tsx'
import { Stage } from '../Stage.tsx'
import { findVersion, useSets } from '../useSets.ts'
import { readOffer } from './sign.ts'
import { SignBox } from './SignBox.tsx'
import { OfferState } from './State.tsx'
import '../signs.css'

type Offer = Api['GET /api/content/offers/{digest}']['response']

/** One version that is offered: what it changes of the one it replaces, or the whole of it where that is not here. */
const Offered = ({ content, sets }: { content: SetContent; sets: readonly SetContent[] }) => {
  const { language } = useLanguage()
  const { set, texts } = content
  const reading = readTexts(texts, language)
  const problems = problemsOf({ definition: set, texts }, sets)
  const before = set.lifecycle.replaces ? findVersion(sets, set.id, set.lifecycle.replaces) : undefined
  return (
    <section className="stack">
      <h2>
        <span lang={reading.lang} dir={directionOf(reading.lang)}>
          {reading.get('set.title')}
        </span>{' '}
        <VersionName version={set.version} /> <Stage stage={set.lifecycle.state} lifecycle={set.lifecycle} />
      </h2>
      {problems.length > 0 && (
        <Callout tone="danger" title={<T id="signs.offer.faulty" />}>
          <ProblemList
            problems={problems.slice(0, 20)}
            draft={{ working: { kind: 'set', revision: 0, definition: set, texts }, content }}
          />
        </Callout>
      )}
      {before ? <Compared before={before} after={content} /> : <SetInWords content={content} />}
    </section>
  )
}

const Standing = ({ offer }: { offer: Offer }) => {
  const t = useT()
  const format = useFormat()
  const countries = offer.signers.map(({ country }) => format.country(country))
  return (
    <SummaryList
      rows={[
        { key: 'state', label: t('signs.column.state'), value: <OfferState {...offer} /> },
        {
          key: 'signed',
          label: t('signs.package.signed'),
          value: countries.length > 0 ? format.facts(countries) : t('signs.offers.nobody'),
        },
        { key: 'since', label: t('signs.offers.since'), value: format.dateTime(offer.issuedAt) },
        {
          key: 'package',
          label: t('signs.package.name'),
          value: <T id="signs.from.package" values={{ name: <Id>{offer.name}</Id>, version: offer.version }} />,
        },
      ]}
    />
  )
}

/** A package that the secretariat offers: what it would change here, who has signed, and the place to sign. */
export const OfferPage = () => {
  const { digest } = usePathParams<'digest'>()
  const sets = useSets()
  const isCoordinator = functionsOf(useMe()).has('national_coordinator')
  const answer = useRead('GET /api/content/offers/{digest}', { params: { digest } })
  const payload = answer.state === 'ready' ? answer.data.payload : undefined
  const [offered, setOffered] = useState<readonly SetContent[] | 'unreadable'>()
  useEffect(() => {
    if (payload === undefined) return undefined
    let wanted = true
    void readOffer({ payload }).then((content) => {
      if (!wanted) return
      setOffered(
        content?.sets.map((one) => ({
          set: one.definition as unknown as IndicatorSet,
          texts: one.texts as Record<string, Texts>,
        })) ?? 'unreadable',
      )
    })
    return () => {
      wanted = false
    }
  }, [payload])
  if (answer.state !== 'ready') return <Reading read={answer} titleId="signs.offer.title" back="/signs" />
  const offer = answer.data
  return (
    <Page
      titleId="signs.offer.title"
      back="/signs"
      lead={<T id="signs.offer.lead" values={{ needed: offer.needed }} />}
    >
      <div className="stack signs-page">
        <Standing offer={offer} />
        {offered === 'unreadable' && (
          <Callout tone="danger">
            <p>
              <T id="codes.content.refused.malformed" />
            </p>
          </Callout>
        )}
        {sets &&
          Array.isArray(offered) &&
          offered.map((content: SetContent) => (
            <Offered key={`${content.set.id}@${content.set.version}`} content={content} sets={sets} />
          ))}
        {isCoordinator && offer.isSigned && !offer.isHandedIn && (
          <Callout tone="warn">
            <p>
              <T id="signs.offer.notHandedIn" />
            </p>
          </Callout>
        )}
        {offer.maySign && Array.isArray(offered) && <SignBox offer={offer} />}
        {isCoordinator && (
          <div>
            <Button
              kind="quiet"
              onClick={() =>
                saveFile(
                  `${offer.name}-${offer.version}.json`,
                  JSON.stringify({ payload: offer.payload, signatures: [] }),
                  'application/json',
                )
              }
            >
              <T id="signs.offer.download" />
            </Button>
          </div>
        )}
      </div>
    </Page>
  )
}
