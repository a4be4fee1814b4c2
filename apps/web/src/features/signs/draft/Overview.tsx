import { FIRST_VIEW_MOST, compareVersions, saysTheSame } from '@ariadne/domain/screening'
import { useState } from 'react'
import { Button, LinkButton } from '../../../components/Button.tsx'
import { DateField, readDay } from '../../../components/DateField.tsx'
import { SummaryList } from '../../../components/SummaryList.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { codeOf } from '../../../lib/api/problem.ts'
import { sendNow } from '../../../lib/case/sendNow.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { T, useHasText, useT } from '../../../lib/i18n/text.tsx'
import { useMe } from '../../../lib/session/me.tsx'
import { Compared } from '../ComparePage.tsx'
import { saveFile } from '../saveFile.ts'
import { ProblemList } from './Problems.tsx'
import type { OpenDraft } from './useDraftOfSet.ts'
import { ownPrefix } from './begin.ts'
import { fileNameOf, toYaml } from './yaml.ts'

type Move = Parameters<typeof sendNow<'content.move_draft'>>[1]['move']

/** The next step in its life, for whoever may take it. */
const Moves = ({ open, isSame }: { open: OpenDraft; isSame: boolean }) => {
  const t = useT()
  const has = useHasText()
  const [day, setDay] = useState('')
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string>()
  const { server, problems, isChanged, working } = open
  const { instance } = useMe()
  const isProposal =
    instance.kind === 'country' &&
    working.kind === 'set' &&
    !working.definition.id.startsWith(ownPrefix(instance.country))
  const move = async (act: Move) => {
    setBusy(true)
    setFailed(undefined)
    try {
      const outcome = await sendNow('content.move_draft', {
        draftId: open.draftId,
        revision: server.revision,
        move: act,
      })
      if (outcome.status !== 'accepted') setFailed(outcome.code ?? 'unexpected')
    } catch (error) {
      setFailed(codeOf(error))
    }
    setBusy(false)
  }
  const onDay = (make: (day: string) => Move) => {
    const given = readDay(day)
    if ('problem' in given) return setFailed('day')
    return void move(make(given.day))
  }
  const says = (code: string) =>
    code === 'day'
      ? t('signs.move.day.missing')
      : has(`codes.screening.refused.${code}`)
        ? t(`codes.screening.refused.${code}`)
        : t(has(`refusal.${code}`) ? `refusal.${code}` : 'refusal.unexpected')
  return (
    <section className="stack">
      <h2>
        <T id="signs.move.title" />
      </h2>
      <p>
        <T
          id={
            isProposal
              ? 'signs.move.proposal'
              : server.state === 'in_review' && !server.mayApprove
                ? 'signs.move.yours'
                : `signs.move.now.${server.state}`
          }
        />
        {server.state === 'approved' && (
          <>
            {' '}
            <T id={`signs.move.then.${instance.kind}`} />
          </>
        )}
      </p>
      {failed && (
        <Callout tone="danger">
          <p role="alert">{says(failed)}</p>
        </Callout>
      )}
      {server.state === 'proposed' &&
        !isProposal &&
        (isChanged ? (
          <p className="quiet">
            <T id="signs.move.saveFirst" />
          </p>
        ) : isSame ? (
          <p className="quiet">
            <T id="signs.move.same" />
          </p>
        ) : (
          problems.length === 0 && (
            <Button busy={busy} onClick={() => void move({ act: 'submit' })}>
              <T id="signs.move.submit" />
            </Button>
          )
        ))}
      {server.state === 'in_review' && (
        <>
          {server.mayApprove && (
            <>
              <DateField
                name="effectiveFrom"
                label={t('signs.move.effectiveFrom')}
                hint={t('signs.move.effectiveFrom.hint')}
                value={day}
                onChange={setDay}
              />
              <Button busy={busy} onClick={() => onDay((effectiveFrom) => ({ act: 'approve', effectiveFrom }))}>
                <T id="signs.move.approve" />
              </Button>
            </>
          )}
          <Button kind="secondary" busy={busy} onClick={() => void move({ act: 'send_back' })}>
            <T id="signs.move.sendBack" />
          </Button>
        </>
      )}
      {server.state === 'approved' && (
        <>
          <DateField name="retiredFrom" label={t('signs.move.retiredFrom')} value={day} onChange={setDay} />
          <Button kind="danger" busy={busy} onClick={() => onDay((from) => ({ act: 'retire', from }))}>
            <T id="signs.move.retire" />
          </Button>
        </>
      )}
    </section>
  )
}

/** Where a draft stands: what is still wrong, what changed, what can be done next. */
export const Overview = ({ open }: { open: OpenDraft }) => {
  const t = useT()
  const format = useFormat()
  const { working, content, problems, sets, server } = open
  const before =
    working.kind === 'overlay'
      ? sets.find(({ set }) => set.id === working.definition.set && set.version === working.definition.over)
      : sets
          .filter(({ set }) => set.id === working.definition.id && set.version !== working.definition.version)
          .toSorted((a, b) => compareVersions(b.set.version, a.set.version))
          .find(({ set }) => set.version === working.definition.lifecycle.replaces)
  const active = content?.set.signs.filter(({ status }) => status === 'active') ?? []
  return (
    <>
      {problems.length > 0 ? (
        <Callout tone="warn" title={t('signs.problems', { count: problems.length })}>
          <ProblemList problems={problems.slice(0, 20)} draft={open} />
          {problems.length > 20 && (
            <p>
              <T id="signs.problems.more" values={{ count: problems.length - 20 }} />
            </p>
          )}
        </Callout>
      ) : (
        server.state === 'proposed' && (
          <Callout tone="good">
            <p>
              <T id="signs.problems.none" />
            </p>
          </Callout>
        )
      )}
      <SummaryList
        rows={[
          { key: 'signs', label: t('signs.column.signs'), value: format.number(active.length) },
          {
            key: 'first',
            label: t('signs.firstView'),
            value: t('signs.firstView.of', {
              count: active.filter(({ firstView }) => firstView).length,
              most: FIRST_VIEW_MOST,
            }),
          },
          { key: 'changed', label: t('signs.column.changed'), value: format.dateTime(server.changedAt) },
        ]}
      />
      <div className="row">
        {content && problems.length === 0 && (
          <LinkButton kind="secondary" to={`/screening/preview/${open.draftId}/person`}>
            <T id="signs.preview" />
          </LinkButton>
        )}
        <Button kind="secondary" onClick={() => saveFile(fileNameOf(working), toYaml(working), 'application/yaml')}>
          <T id="signs.download" />
        </Button>
      </div>
      <Moves open={open} isSame={Boolean(before && content && saysTheSame(before, content))} />
      {before && content && (
        <section className="stack">
          <h2>
            <T id="signs.draft.changes" />
          </h2>
          <Compared before={before} after={content} />
        </section>
      )}
    </>
  )
}
