import type { DirectoryUnit } from '@ariadne/contract'
import { useState } from 'react'
import { useActWords } from '../../components/act/words.ts'
import { LinkButton } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { EmptyState, Queue } from '../../components/Queue.tsx'
import { Reading } from '../../components/Reading.tsx'
import { Callout, Tag } from '../../components/Tag.tsx'
import { TextField } from '../../components/TextField.tsx'
import { Id, When } from '../../components/When.tsx'
import { useRead } from '../../lib/api/useRead.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useT } from '../../lib/i18n/text.tsx'

/** Who can be asked for what, here and in the other countries: institutions and their duties, never a private person. */
export const DirectoryPage = () => {
  const read = useRead('GET /api/directory', {})
  const t = useT()
  const format = useFormat()
  const words = useActWords()
  const [search, setSearch] = useState('')
  if (read.state !== 'ready') return <Reading read={read} titleId="directory.title" />
  const { units, trustList } = read.data
  const wanted = search.trim().toLocaleLowerCase()
  const text = (unit: DirectoryUnit) =>
    `${unit.name} ${unit.organisationName} ${words.code(unit.kind, 'kind')} ${format.country(unit.country)}`.toLocaleLowerCase()
  const found = wanted ? units.filter((unit) => text(unit).includes(wanted)) : units
  const countries = [...new Set(found.map((unit) => unit.country))].sort((a, b) =>
    format.collator.compare(format.country(a), format.country(b)),
  )
  return (
    <Page
      titleId="directory.title"
      lead={<T id="directory.lead" />}
      help="directory"
      actions={
        <LinkButton to="/duty" kind="secondary">
          <T id="alarm.duty.title" />
        </LinkButton>
      }
    >
      {trustList?.stale && (
        <Callout tone="danger" title={<T id="directory.stale.title" />}>
          <p>
            <T id="directory.stale.body" values={{ at: <When at={trustList.expiresAt} show="date" /> }} />
          </p>
        </Callout>
      )}
      <TextField name="search" type="search" label={<T id="directory.search" />} value={search} onChange={setSearch} />
      {countries.length === 0 && (
        <EmptyState
          kind={units.length === 0 ? 'none-yet' : 'none-match'}
          title={<T id={units.length === 0 ? 'directory.none' : 'directory.noMatch'} />}
        />
      )}
      {countries.map((country) => (
        <section key={country} className="stack">
          <Queue<DirectoryUnit>
            caption={format.country(country)}
            rowKey={(unit) => unit.unitId}
            rows={found.filter((unit) => unit.country === country)}
            empty={null}
            columns={[
              {
                key: 'name',
                label: t('directory.unit'),
                heads: true,
                cell: (unit) => (
                  <>
                    {unit.name}
                    <br />
                    <span className="quiet small">{words.code(unit.kind, 'kind')}</span>
                  </>
                ),
              },
              {
                key: 'languages',
                label: t('directory.languages'),
                cell: (unit) => format.list(unit.languages.map(format.language)),
              },
              { key: 'duty', label: t('directory.onDuty'), cell: (unit) => <OnDuty unit={unit} /> },
              {
                key: 'key',
                label: t('directory.key'),
                cell: (unit) => (unit.keyId ? <Id>{unit.keyId.slice(0, 12)}</Id> : <T id="directory.noKey" />),
              },
              {
                key: 'ready',
                label: t('directory.ready'),
                cell: (unit) => (
                  <Tag tone={unit.ready ? 'good' : 'warn'}>
                    {t(unit.ready ? 'directory.ready.yes' : 'directory.ready.no')}
                  </Tag>
                ),
              },
            ]}
          />
        </section>
      ))}
      {trustList && (
        <p className="quiet small">
          <T
            id="directory.trustList"
            values={{ version: trustList.version, at: <When at={trustList.expiresAt} show="date" /> }}
          />
        </p>
      )}
    </Page>
  )
}

/** A contact counts when a coordinator has called it; before that it is not shown as one. */
const OnDuty = ({ unit }: { unit: DirectoryUnit }) => {
  if (!unit.onDuty?.confirmedAt || !unit.onDuty.phone)
    return (
      <span className="quiet">
        <T id="directory.toBeConfirmed" />
      </span>
    )
  return (
    <>
      <bdi dir="ltr">{unit.onDuty.phone}</bdi>
      <br />
      <span className="quiet small">
        <T id="directory.confirmed" values={{ at: <When at={unit.onDuty.confirmedAt} show="date" /> }} />
      </span>
    </>
  )
}
