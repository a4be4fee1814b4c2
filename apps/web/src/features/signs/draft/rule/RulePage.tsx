import { DESTINATIONS, OUTCOMES } from '@ariadne/domain/screening'
import { useState } from 'react'
import { Button, LinkButton } from '../../../../components/Button.tsx'
import { Details } from '../../../../components/Details.tsx'
import { Select } from '../../../../components/Select.tsx'
import { Callout } from '../../../../components/Tag.tsx'
import { read } from '../../../../lib/content/texts.ts'
import { useLanguage } from '../../../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../../../lib/i18n/text.tsx'
import { useGo, useSearchText } from '../../../../lib/params.ts'
import { withRule, withText, withoutRule } from '../change.ts'
import { LanguageToWrite, TextIn, writtenIn } from '../InLanguages.tsx'
import { ProblemList } from '../Problems.tsx'
import type { OpenDraft } from '../useDraftOfSet.ts'
import { AsText } from './AsText.tsx'
import { Builder } from './Builder.tsx'
import { problemsOfRule } from './problems.ts'
import { TryIt } from './TryIt.tsx'
import { useSay } from './useSay.ts'

const LEADS = OUTCOMES.filter((outcome) => outcome !== 'no_concern_recorded').toReversed()

/** One rule: what it asks for, put together by choosing; what it leads to; its words; and a place to try it. */
export const RulePage = ({ open }: { open: OpenDraft }) => {
  const t = useT()
  const go = useGo()
  const { language: mine } = useLanguage()
  const [language, setLanguage] = useState<string>(writtenIn(mine))
  const id = useSearchText()['rule'] ?? ''
  const { working, content, canWrite } = open
  const reading = read(content?.texts ?? {}, mine)
  const { sayRule } = useSay(reading)
  const back = `/signs/drafts/${open.draftId}/rules`
  const rule = working.kind === 'set' ? working.definition.rules.find((one) => one.id === id) : undefined
  const toRules = (
    <LinkButton kind="secondary" to={back}>
      <T id="signs.draft.step.rules" />
    </LinkButton>
  )
  if (working.kind !== 'set' || !rule || !canWrite) return toRules
  const { definition } = working
  const wrong = problemsOfRule(open, id)
  return (
    <div className="rule-page">
      <div className="stack">
        <section>
          <h2>
            <T id="signs.rule.says" />
          </h2>
          <p className="rule-sentence" aria-live="polite">
            {sayRule(rule)}
          </p>
          {wrong.length > 0 && (
            <Callout tone="warn" title={t('signs.problems', { count: wrong.length })}>
              <ProblemList problems={wrong} draft={open} here={`rule?rule=${id}`} />
            </Callout>
          )}
        </section>
        <section>
          <h2>
            <T id="signs.rule.when" />
          </h2>
          <Builder
            key={id}
            name="when"
            when={rule.when}
            signs={definition.signs}
            rules={definition.rules.filter((one) => one.id !== id)}
            reading={reading}
            onChange={(when) => open.change(withRule(working, { ...rule, when }))}
          />
          <Details summary={t('signs.rule.asText')}>
            <AsText
              name="whenText"
              when={rule.when}
              onChange={(when) => open.change(withRule(working, { ...rule, when }))}
            />
          </Details>
        </section>
        <section>
          <h2>
            <T id="signs.rule.outcome" />
          </h2>
          <Select
            name="outcome"
            label={t('signs.rule.outcome')}
            options={LEADS.map((value) => ({ value, label: t(`codes.screening.outcome.${value}`) }))}
            value={rule.outcome}
            onChange={(value) => {
              const outcome = LEADS.find((one) => one === value)
              if (outcome) open.change(withRule(working, { ...rule, outcome }))
            }}
          />
          <Select
            name="route"
            label={t('signs.rule.route')}
            empty={t('signs.rule.route.set')}
            options={DESTINATIONS.map((value) => ({ value, label: t(`codes.screening.route.${value}`) }))}
            value={rule.route ?? ''}
            onChange={(value) => {
              const { route: _, ...rest } = rule
              const route = DESTINATIONS.find((one) => one === value)
              open.change(withRule(working, route ? { ...rest, route } : rest))
            }}
          />
        </section>
        <section>
          <h2>
            <T id="signs.rule.words" />
          </h2>
          <LanguageToWrite value={language} onChange={setLanguage} />
          <TextIn
            key={language}
            id={`rule.${rule.id}`}
            label={t('signs.rule.words')}
            language={language}
            texts={working.texts}
            onChange={(text) => open.change(withText(working, language, `rule.${rule.id}`, text))}
          />
        </section>
        <div className="row">
          {toRules}
          <Button
            kind="danger"
            onClick={() => {
              open.change(withoutRule(working, rule.id))
              void open.flush().then(() => go(back))
            }}
          >
            <T id="signs.rule.remove" />
          </Button>
        </div>
      </div>
      <TryIt set={definition} rule={rule} reading={reading} />
    </div>
  )
}
