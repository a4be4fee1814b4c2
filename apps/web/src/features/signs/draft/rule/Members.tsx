import { type Rule, type Sign, ruleMessage } from '@ariadne/domain/screening'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from '../../../../components/Button.tsx'
import { Radios } from '../../../../components/Choices.tsx'
import { Select } from '../../../../components/Select.tsx'
import type { Reading } from '../../../../lib/content/texts.ts'
import { directionOf } from '../../../../lib/i18n/languages.ts'
import { T, useT } from '../../../../lib/i18n/text.tsx'
import { SignFacts } from '../../SignFacts.tsx'
import { type Group, type Leaf, type Member, signsAmong, withTick } from './built.ts'
import { CountFields } from './CountFields.tsx'
import { SignTicks } from './SignTicks.tsx'
import { useSay } from './useSay.ts'

export interface Choosing {
  readonly name: string
  readonly signs: readonly Sign[]
  /** Rules that this one can ask for: all but itself. */
  readonly rules: readonly Rule[]
  readonly reading: Reading
}

const A_STRONG_SIGN: Leaf = { kind: 'count', atLeast: 1, of: { strength: ['strong'] } }

/** A group inside a rule: its own "all" or "one", its own members. */
const GroupFields = ({
  group,
  onChange,
  ...choosing
}: Choosing & { group: Group; onChange: (next: Group) => void }) => {
  const t = useT()
  return (
    <>
      <Radios
        name={`${choosing.name}-how`}
        label={t('signs.build.how')}
        choices={(['all', 'one'] as const).map((value) => ({ value, label: t(`signs.build.how.${value}`) }))}
        value={group.how}
        onChange={(how) => onChange({ ...group, how })}
      />
      <Members
        {...choosing}
        members={group.members}
        onChange={(members) => onChange({ ...group, members: members.filter((one) => one.kind !== 'group') })}
      />
    </>
  )
}

const What = ({
  member,
  onChange,
  ...choosing
}: Choosing & { member: Member; onChange: (next: Member) => void }): ReactNode => {
  const { reading, signs } = choosing
  const { say } = useSay(reading)
  const own = { lang: reading.lang, dir: directionOf(reading.lang) }
  switch (member.kind) {
    case 'sign': {
      const sign = signs.find(({ id }) => id === member.sign)
      return (
        <p>
          <span {...own}>{reading.get(`sign.${member.sign}.label`)}</span>
          {sign && <SignFacts sign={sign} after />}
        </p>
      )
    }
    case 'rule':
      return (
        <p>
          <T id="signs.build.rule" /> <span {...own}>{reading.get(ruleMessage(member.rule))}</span>
        </p>
      )
    case 'count':
      return <CountFields name={choosing.name} count={member} signs={signs} reading={reading} onChange={onChange} />
    case 'group':
      return <GroupFields {...choosing} group={member} onChange={onChange} />
    case 'deeper':
      return (
        <>
          <p>{say(member.condition)}</p>
          <p className="quiet small">
            <T id="signs.build.deeper" />
          </p>
        </>
      )
  }
}

/** What is asked for, one under the other, and below it what can be added. A group takes no further groups in. */
export const Members = ({
  members,
  mayGroup = false,
  onChange,
  ...choosing
}: Choosing & {
  members: readonly Member[]
  mayGroup?: boolean
  onChange: (next: readonly Member[]) => void
}) => {
  const t = useT()
  const { name, signs, rules, reading } = choosing
  const { say } = useSay(reading)
  const list = useRef<HTMLUListElement>(null)
  /** Where the keyboard goes on after something was added or taken out. */
  const [goTo, setGoTo] = useState<number>()
  useEffect(() => {
    if (goTo === undefined) return
    const target = list.current?.children[goTo] ?? list.current
    if (target instanceof HTMLElement) target.focus()
    setGoTo(undefined)
  }, [goTo])
  const replace = (at: number, next: Member) => onChange(members.map((one, index) => (index === at ? next : one)))
  const add = (member: Member) => {
    onChange([...members, member])
    setGoTo(members.length)
  }
  // Members have no name of their own, and two may be alike: their place is what tells them apart.
  const placed = members.map((member, at) => ({ member, at, key: `${at} ${member.kind}` }))
  const named = (member: Member): string => {
    if (member.kind === 'sign') return reading.get(`sign.${member.sign}.label`)
    if (member.kind === 'rule') return reading.get(ruleMessage(member.rule))
    if (member.kind === 'count') return say({ atLeast: member.atLeast, of: member.of })
    return t('signs.build.group')
  }
  return (
    <>
      <ul className="rule-members" ref={list} tabIndex={-1} aria-label={t('signs.build.members')}>
        {placed.map(({ member, at, key }) => (
          <li key={key} className="rule-member" data-kind={member.kind} tabIndex={-1}>
            <div className="rule-member-what">
              <What {...choosing} name={`${name}-${at}`} member={member} onChange={(next) => replace(at, next)} />
            </div>
            <Button
              kind="quiet"
              onClick={() => {
                onChange(members.filter((_, index) => index !== at))
                setGoTo(Math.max(0, at - 1))
              }}
            >
              <T id="signs.build.remove" />
              <span className="visually-hidden"> {named(member)}</span>
            </Button>
          </li>
        ))}
      </ul>
      <SignTicks
        name={`${name}-signs`}
        label={t('signs.pick')}
        error={members.length === 0 ? t('signs.build.empty') : undefined}
        signs={signs}
        reading={reading}
        value={signsAmong(members)}
        onTick={(sign, on) => onChange(withTick(members, sign, on))}
      />
      <div className="row">
        <Button kind="secondary" onClick={() => add(A_STRONG_SIGN)}>
          <T id="signs.build.addKind" />
        </Button>
        {mayGroup && (
          <Button kind="secondary" onClick={() => add({ kind: 'group', how: 'one', members: [] })}>
            <T id="signs.build.addGroup" />
          </Button>
        )}
      </div>
      {rules.length > 0 && (
        <Select
          name={`${name}-rule`}
          label={t('signs.build.addRule')}
          empty={t('signs.build.noRule')}
          options={rules.map(({ id }) => ({ value: id, label: reading.get(ruleMessage(id)) }))}
          value=""
          onChange={(rule) => rule && add({ kind: 'rule', rule })}
        />
      )}
    </>
  )
}
