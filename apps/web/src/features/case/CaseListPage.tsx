import '../../components/case/case.css'
import { isReference, vocabulary } from '@ariadne/domain'
import { useEffect, useRef, useState } from 'react'
import { useActWords } from '../../components/act/words.ts'
import { Button, LinkButton } from '../../components/Button.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { EmptyState, Queue } from '../../components/Queue.tsx'
import { AsOf, Reading } from '../../components/Reading.tsx'
import { Select } from '../../components/Select.tsx'
import { Tag } from '../../components/Tag.tsx'
import { TextField } from '../../components/TextField.tsx'
import { Deadline, Id, When } from '../../components/When.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useGo, useSearchText } from '../../lib/params.ts'
import { functionsOf, useMe } from '../../lib/session/me.tsx'
import { type Filters, addressOf, filtersOf, useCaseList } from './useCaseList.ts'
import { statusTone } from './tones.ts'

/** Cases of the member's units. What is being looked for stands in the address, so that it can be shared and gone back to. */
export const CaseListPage = () => {
  const filters = filtersOf(useSearchText())
  const { query, lines, asOf } = useCaseList(filters)
  const me = useMe()
  const t = useT()
  const words = useActWords()
  const list = useRef<HTMLDivElement>(null)
  useListKeys(list)
  const functions = functionsOf(me)
  const opens = functions.has('case_coordinator') || functions.has('case_worker')
  if (query.isError)
    return (
      <Reading
        read={{ state: 'failed', error: query.error, retry: () => void query.refetch() }}
        titleId="casefile.list.title"
        back="/"
      />
    )
  const filtered = Object.keys(filters).length > 0
  return (
    <Page
      titleId="casefile.list.title"
      width="full"
      help="case"
      actions={
        opens && (
          <LinkButton to="/cases/new/safe" kind="secondary">
            <Icon name="plus" size={18} />
            <T id="casefile.list.new" />
          </LinkButton>
        )
      }
    >
      <AsOf at={asOf} />
      <FilterBar filters={filters} />
      <div ref={list} aria-busy={query.isPending}>
        {query.isPending ? (
          <p role="status" className="quiet">
            <T id="reading.loading" />
          </p>
        ) : (
          <Queue
            caption={t('casefile.list.caption')}
            hideCaption
            rows={lines}
            rowKey={(line) => line.caseId}
            columns={[
              {
                key: 'reference',
                label: words.field('', 'reference'),
                heads: true,
                cell: (line) => (
                  <Link to={`/cases/${line.caseId}`} data-row-link="">
                    <Id>{line.reference}</Id>
                  </Link>
                ),
              },
              {
                key: 'status',
                label: words.field('', 'status'),
                cell: (line) => (
                  <span className="chips">
                    <Tag tone={statusTone(line.status)}>{words.code(line.status, 'status')}</Tag>
                    {!line.leadHere && !line.historic && (
                      <Tag>
                        <T id="casefile.lead_elsewhere" />
                      </Tag>
                    )}
                  </span>
                ),
              },
              {
                key: 'person',
                label: t('casefile.list.person'),
                cell: (line) => `${words.code(line.ageBand, 'ageBand')} · ${words.code(line.sex, 'sex')}`,
              },
              {
                key: 'identification',
                label: t('casefile.identification'),
                cell: (line) => words.code(line.identification, 'identification'),
              },
              {
                key: 'due',
                label: t('casefile.list.due'),
                cell: (line) => line.nextDueAt && <Deadline due={line.nextDueAt} basis="target" />,
              },
              {
                key: 'activity',
                label: t('casefile.list.activity'),
                cell: (line) => <When at={line.lastActivityAt} show="date" />,
              },
            ]}
            empty={
              filtered ? (
                <EmptyState kind="none-match" title={<T id="casefile.list.none_match" />}>
                  <Link to="/cases">
                    <T id="casefile.list.clear" />
                  </Link>
                </EmptyState>
              ) : (
                <EmptyState kind="none-yet" title={<T id="casefile.list.none_yet" />}>
                  <p>
                    <T id="casefile.list.none_yet.body" />
                  </p>
                </EmptyState>
              )
            }
          />
        )}
      </div>
      {query.hasNextPage && (
        <p className="list-more">
          <Button kind="secondary" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            <T id="casefile.list.more" />
          </Button>
        </p>
      )}
      <p className="quiet small wide-only no-print list-keys">
        <T
          id="casefile.list.keys"
          values={{ down: <kbd key="j">j</kbd>, up: <kbd key="k">k</kbd>, open: <kbd key="e">Enter</kbd> }}
        />
      </p>
    </Page>
  )
}

/** Filters, and what is filtered by now as chips that can be taken away one by one. */
const FilterBar = ({ filters }: { filters: Filters }) => {
  const t = useT()
  const go = useGo()
  const words = useActWords()
  const [reference, setReference] = useState('')
  const [wrong, setWrong] = useState(false)
  const set = (next: Filters) => go(addressOf({ ...filters, ...next }))
  const look = () => {
    const typed = reference.trim().toUpperCase()
    if (!isReference(typed)) return setWrong(true)
    setWrong(false)
    setReference('')
    set({ reference: typed })
  }
  const chip = (name: keyof Filters, label: string) => {
    const { [name]: _gone, ...rest } = filters
    return (
      <li key={name}>
        <Link to={addressOf(rest)} className="filter-chip" aria-label={t('casefile.list.remove', { filter: label })}>
          {label}
          <Icon name="cross" size={14} />
        </Link>
      </li>
    )
  }
  return (
    <div className="filters no-print">
      <div className="filters-row">
        <Select
          name="status"
          label={words.field('', 'status')}
          options={vocabulary.CaseStatus.options
            .filter((value) => value !== 'erased')
            .map((value) => ({ value, label: words.code(value, 'status') }))}
          empty={t('casefile.list.any')}
          value={filters.status ?? ''}
          onChange={(status) => set({ status })}
        />
        <Select
          name="historic"
          label={t('casefile.list.historic')}
          options={(['yes', 'all'] as const).map((value) => ({
            value,
            label: t(`casefile.list.historic.${value}`),
          }))}
          empty={t('casefile.list.historic.no')}
          value={filters.historic ?? ''}
          onChange={(historic) => set({ historic })}
        />
        <form
          role="search"
          onSubmit={(event) => {
            event.preventDefault()
            look()
          }}
        >
          <TextField
            name="reference"
            type="search"
            label={t('casefile.list.reference')}
            error={wrong ? t('casefile.list.reference.wrong') : undefined}
            value={reference}
            onChange={setReference}
          />
          <Button type="submit" kind="secondary">
            <T id="casefile.list.find" />
          </Button>
        </form>
      </div>
      {Object.keys(filters).length > 0 && (
        <ul className="filter-chips" aria-label={t('casefile.list.filters')}>
          {filters.status && chip('status', words.code(filters.status, 'status'))}
          {filters.historic &&
            chip('historic', t(`casefile.list.historic.${filters.historic === 'yes' ? 'yes' : 'all'}`))}
          {filters.reference && chip('reference', filters.reference)}
        </ul>
      )}
    </div>
  )
}

/** j and k go down and up the list; Enter opens, because the link itself has the focus. */
const useListKeys = (list: React.RefObject<HTMLDivElement | null>): void => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (event.ctrlKey || event.metaKey || event.altKey || /^(?:INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) return
      if (event.key !== 'j' && event.key !== 'k') return
      const links = [...(list.current?.querySelectorAll<HTMLElement>('[data-row-link]') ?? [])]
      const at = links.indexOf(document.activeElement as HTMLElement)
      const next = links[event.key === 'j' ? at + 1 : Math.max(0, at - 1)]
      if (!next) return
      event.preventDefault()
      next.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [list])
}
