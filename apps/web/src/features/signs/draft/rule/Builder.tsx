import type { Condition } from '@ariadne/domain/screening'
import { useState } from 'react'
import { Radios } from '../../../../components/Choices.tsx'
import { useT } from '../../../../lib/i18n/text.tsx'
import { type Built, type How, build, canCount, joined, takeApart } from './built.ts'
import { CountFields } from './CountFields.tsx'
import { type Choosing, Members } from './Members.tsx'

/** The condition of a rule, put together by choosing. While a list in it is empty, the rule stays as it was. */
export const Builder = ({
  when,
  onChange,
  ...choosing
}: Choosing & { when: Condition; onChange: (when: Condition) => void }) => {
  const t = useT()
  const given = JSON.stringify(when)
  const [kept, setKept] = useState<{ built: Built; from: string }>({ built: takeApart(when), from: given })
  // What came from elsewhere, as text or from another tab, is what is being built on from here.
  const built = kept.from === given ? kept.built : takeApart(when)
  const set = (next: Built) => {
    const condition = build(next)
    setKept({ built: next, from: condition ? JSON.stringify(condition) : given })
    if (condition) onChange(condition)
  }
  const hows: readonly How[] = canCount(built) ? ['all', 'one', 'atLeast'] : ['all', 'one']
  return (
    <>
      <Radios
        name={`${choosing.name}-how`}
        label={t('signs.build.how')}
        hint={canCount(built) ? undefined : t('signs.build.how.noCount')}
        choices={hows.map((value) => ({ value, label: t(`signs.build.how.${value}`) }))}
        value={built.how}
        onChange={(how) => set(joined(built, how))}
      />
      {built.how === 'atLeast' ? (
        <CountFields
          name={choosing.name}
          count={built.count}
          signs={choosing.signs}
          reading={choosing.reading}
          onChange={(count) => set({ ...built, count })}
        />
      ) : (
        <Members
          {...choosing}
          mayGroup
          members={built.members}
          onChange={(members) => set({ ...built, members, alone: built.alone && members.length === 1 })}
        />
      )}
    </>
  )
}
