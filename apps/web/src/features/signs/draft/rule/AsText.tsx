import type { Condition as Asked } from '@ariadne/domain/screening'
import { Condition } from '@ariadne/domain/screening/definitions'
import { useState } from 'react'
import { parse, stringify } from 'yaml'
import { TextArea } from '../../../../components/TextField.tsx'
import { useT } from '../../../../lib/i18n/text.tsx'

const readCondition = (text: string): Condition | undefined => {
  try {
    const parsed = Condition.safeParse(parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** What a rule asks for, as it stands in the file. What is typed counts as soon as it can be read. */
export const AsText = ({ name, when, onChange }: { name: string; when: Asked; onChange: (when: Asked) => void }) => {
  const t = useT()
  const given = stringify(when).trim()
  const [typed, setTyped] = useState<{ text: string; of: string }>()
  const text = typed?.of === given ? typed.text : given
  return (
    <TextArea
      name={name}
      label={t('signs.rule.when')}
      hint={t('signs.rule.when.hint')}
      error={readCondition(text) ? undefined : t('signs.rule.when.wrong')}
      rows={Math.min(12, text.split('\n').length + 1)}
      lang="en"
      value={text}
      onChange={(next) => {
        const condition = readCondition(next)
        setTyped({ text: next, of: condition ? stringify(condition).trim() : given })
        if (condition) onChange(condition)
      }}
    />
  )
}
