import { useEffect, useState } from 'react'
import { Page } from '../../components/Page.tsx'
import { Queue } from '../../components/Queue.tsx'
import { Callout } from '../../components/Tag.tsx'
import { useActWords } from '../../components/act/words.ts'
import { codeOf } from '../../lib/api/problem.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { trustedUnits, type TrustedUnit } from '../../lib/vault/trust.ts'

interface Member {
  readonly instanceId: string
  readonly name: string
  readonly country: string
  readonly units: readonly TrustedUnit[]
}

const membersOf = (units: ReadonlyMap<string, TrustedUnit>): Member[] => {
  const members = new Map<string, Member>()
  for (const unit of units.values()) {
    const known = members.get(unit.instanceId)
    members.set(unit.instanceId, {
      instanceId: unit.instanceId,
      name: unit.instanceName,
      country: unit.country,
      units: [...(known?.units ?? []), unit],
    })
  }
  return [...members.values()]
}

/** The network as its coordinators signed it, verified in this browser. The secretariat's own page: no person is kept here. */
export const NetworkPage = () => {
  const t = useT()
  const format = useFormat()
  const words = useActWords()
  const [members, setMembers] = useState<readonly Member[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let gone = false
    trustedUnits().then(
      (units) => !gone && setMembers(membersOf(units)),
      (error: unknown) => !gone && setProblem(codeOf(error)),
    )
    return () => {
      gone = true
    }
  }, [])
  return (
    <Page titleId="exchange.network.title" lead={<T id="exchange.network.lead" />}>
      {problem && (
        <Callout tone="danger">
          <p>{words.refusal(problem)}</p>
        </Callout>
      )}
      {members && (
        <Queue<Member>
          caption={t('exchange.network.members')}
          rowKey={(member) => member.instanceId}
          rows={members}
          empty={null}
          columns={[
            { key: 'name', label: t('exchange.instance'), heads: true, cell: (member) => member.name },
            {
              key: 'country',
              label: t('field.country'),
              cell: (member) => (member.country ? format.country(member.country) : '–'),
            },
            {
              key: 'units',
              label: t('exchange.network.units'),
              align: 'end',
              cell: (member) => format.number(member.units.length),
            },
            {
              key: 'ready',
              label: t('exchange.network.keys'),
              align: 'end',
              cell: (member) => format.number(member.units.filter((unit) => unit.publicKey).length),
            },
          ]}
        />
      )}
    </Page>
  )
}
