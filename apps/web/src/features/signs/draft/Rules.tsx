import { OUTCOMES, type Rule } from '@ariadne/domain/screening'
import { Condition } from '@ariadne/domain/screening/definitions'
import { useState } from 'react'
import { parse, stringify } from 'yaml'
import { Button } from '../../../components/Button.tsx'
import { Details } from '../../../components/Details.tsx'
import { Select } from '../../../components/Select.tsx'
import { TextArea, TextField } from '../../../components/TextField.tsx'
import { read } from '../../../lib/content/texts.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { RuleInWords } from '../Condition.tsx'
import { withNewRule, withRule, withText, withoutRule } from './change.ts'
import { LanguageToWrite, TextIn, writtenIn } from './InLanguages.tsx'
import type { OpenDraft } from './useDraftOfSet.ts'

const LEADS = OUTCOMES.filter((outcome) => outcome !== 'no_concern_recorded').toReversed()

const readCondition = (text: string): Condition | undefined => {
  try {
    const parsed = Condition.safeParse(parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** What a rule asks for, as it stands in the file; in words above it as soon as it can be read. */
const Asked = ({ rule, onChange }: { rule: Rule; onChange: (when: Condition) => void }) => {
  const t = useT()
  const [text, setText] = useState(() => stringify(rule.when).trim())
  const isWrong = readCondition(text) === undefined
  return (
    <TextArea
      name={`when.${rule.id}`}
      label={t('signs.rule.when')}
      hint={t('signs.rule.when.hint')}
      error={isWrong ? t('signs.rule.when.wrong') : undefined}
      rows={Math.min(12, text.split('\n').length + 1)}
      lang="en"
      value={text}
      onChange={(next) => {
        setText(next)
        const when = readCondition(next)
        if (when) onChange(when)
      }}
    />
  )
}

/** Rules of a draft: their words, what they lead to, what they ask for. */
export const Rules = ({ open }: { open: OpenDraft }) => {
  const t = useT()
  const { language: mine } = useLanguage()
  const [language, setLanguage] = useState<string>(writtenIn(mine))
  const [id, setId] = useState('')
  const [error, setError] = useState<string>()
  const { working, content, canWrite } = open
  if (working.kind !== 'set' || !content) return null
  const { rules, signs } = working.definition
  const reading = read(content.texts, mine)
  const [anySign] = signs
  const add = () => {
    if (!/^[a-z][a-z0-9_]*$/u.test(id) || rules.some((rule) => rule.id === id) || !anySign)
      return setError(t(anySign ? 'signs.sign.id.wrong' : 'signs.rule.noSigns'))
    setError(undefined)
    setId('')
    return open.change(withNewRule(working, { id, outcome: 'watch', when: { sign: anySign.id } }))
  }
  return (
    <>
      <p className="quiet">
        <T id="signs.rules.lead" />
      </p>
      {canWrite && <LanguageToWrite value={language} onChange={setLanguage} />}
      {rules.map((rule, at) => (
        <section key={rule.id} className="rule-edit">
          <h2>
            <T id={`codes.screening.outcome.${rule.outcome}`} />
          </h2>
          <RuleInWords rule={rule} reading={reading} />
          {canWrite && (
            <Details summary={t('signs.rule.change')}>
              <TextIn
                id={`rule.${rule.id}`}
                label={t('signs.rule.words')}
                language={language}
                texts={working.texts}
                onChange={(text) => open.change(withText(working, language, `rule.${rule.id}`, text))}
              />
              <Select
                name={`outcome.${rule.id}`}
                label={t('signs.rule.outcome')}
                options={LEADS.map((value) => ({ value, label: t(`codes.screening.outcome.${value}`) }))}
                value={rule.outcome}
                onChange={(value) => {
                  const outcome = LEADS.find((one) => one === value)
                  if (outcome) open.change(withRule(working, at, { ...rule, outcome }))
                }}
              />
              <Asked rule={rule} onChange={(when) => open.change(withRule(working, at, { ...rule, when }))} />
              <Button kind="danger" onClick={() => open.change(withoutRule(working, rule.id))}>
                <T id="signs.rule.remove" />
              </Button>
            </Details>
          )}
        </section>
      ))}
      {canWrite && (
        <section>
          <h2>
            <T id="signs.rule.new" />
          </h2>
          <TextField
            name="newRule"
            label={t('signs.rule.id')}
            hint={t('signs.sign.id.hint')}
            error={error}
            value={id}
            onChange={setId}
            maxLength={60}
          />
          <Button kind="secondary" onClick={add}>
            <T id="signs.rule.add" />
          </Button>
        </section>
      )}
    </>
  )
}
