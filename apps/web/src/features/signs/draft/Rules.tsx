import type { IndicatorSet, Rule } from '@ariadne/domain/screening'
import { useState } from 'react'
import { Button, LinkButton } from '../../../components/Button.tsx'
import { Tag } from '../../../components/Tag.tsx'
import { TextField } from '../../../components/TextField.tsx'
import { read } from '../../../lib/content/texts.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { useGo } from '../../../lib/params.ts'
import { RuleInWords } from '../Condition.tsx'
import { withNewRule } from './change.ts'
import { ProblemList } from './Problems.tsx'
import { problemsOfRule } from './rule/problems.ts'
import type { OpenDraft } from './useDraftOfSet.ts'

/** A name for whoever gives none: it stands in the file only. */
const freeName = (rules: readonly Rule[]): string => {
  const taken = new Set(rules.map(({ id }) => id))
  let number = rules.length + 1
  while (taken.has(`rule_${number}`)) number += 1
  return `rule_${number}`
}

const NewRule = ({ open, definition }: { open: OpenDraft; definition: IndicatorSet }) => {
  const t = useT()
  const go = useGo()
  const [name, setName] = useState('')
  const [error, setError] = useState<string>()
  const { rules, signs } = definition
  const add = () => {
    if (signs.length === 0) return setError(t('signs.rule.noSigns'))
    const id = name === '' ? freeName(rules) : name
    if (!/^[a-z][a-z0-9_]*$/u.test(id) || rules.some((rule) => rule.id === id))
      return setError(t('signs.sign.id.wrong'))
    open.change(withNewRule(open.working, { id, outcome: 'watch', when: { atLeast: 1, of: { signs: [] } } }))
    return void open.flush().then(() => go(`/signs/drafts/${open.draftId}/rule?rule=${id}`))
  }
  return (
    <section>
      <h2>
        <T id="signs.rule.new" />
      </h2>
      <TextField
        name="newRule"
        label={t('signs.rule.id')}
        hint={t('signs.sign.id.hint')}
        optional
        error={error}
        value={name}
        onChange={setName}
        maxLength={60}
      />
      <Button kind="secondary" onClick={add}>
        <T id="signs.rule.add" />
      </Button>
    </section>
  )
}

/** Rules of a draft: their words, what they lead to, what they ask for. Each is changed on a page of its own. */
export const Rules = ({ open }: { open: OpenDraft }) => {
  const { language } = useLanguage()
  const { working, content, canWrite } = open
  if (working.kind !== 'set' || !content) return null
  const { rules } = working.definition
  const reading = read(content.texts, language)
  const general = open.problems.filter(
    ({ file, path }) => !file.endsWith('.json') && path[0] === 'rules' && path.length === 1,
  )
  return (
    <>
      <p className="quiet">
        <T id="signs.rules.lead" />
      </p>
      {general.length > 0 && <ProblemList problems={general} draft={open} here="rules" />}
      {rules.map((rule) => (
        <section key={rule.id} className="rule-edit">
          <h2>
            <T id={`codes.screening.outcome.${rule.outcome}`} />{' '}
            {problemsOfRule(open, rule.id).length > 0 && (
              <Tag tone="danger">
                <T id="signs.sign.faulty" />
              </Tag>
            )}
          </h2>
          <RuleInWords rule={rule} reading={reading} />
          {canWrite && (
            <LinkButton kind="secondary" to={`/signs/drafts/${open.draftId}/rule?rule=${rule.id}`}>
              <T id="signs.rule.change" />
              <span className="visually-hidden">
                {' '}
                {reading.has(`rule.${rule.id}`) ? reading.get(`rule.${rule.id}`) : rule.id}
              </span>
            </LinkButton>
          )}
        </section>
      ))}
      {canWrite && <NewRule open={open} definition={working.definition} />}
    </>
  )
}
