import { WAYS } from '@ariadne/domain/screening'
import { useEffect, useRef, useState } from 'react'
import { Button, LinkButton } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { EmptyState } from '../../components/Queue.tsx'
import { Callout, Tag } from '../../components/Tag.tsx'
import { When } from '../../components/When.tsx'
import { useActWords } from '../../components/act/words.ts'
import { useRead } from '../../lib/api/useRead.ts'
import { nowIso } from '../../lib/clock.ts'
import { refreshContent } from '../../lib/content/content.ts'
import { prepareForOffline } from '../../lib/content/offline.ts'
import { whenOpen } from '../../lib/device/device.ts'
import { type Draft, PERSON_DRAFT_HOURS, erasing, removeDraft, useDrafts } from '../../lib/device/drafts.ts'
import { useOutbox } from '../../lib/device/sender.ts'
import { newId } from '../../lib/id.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useGo, useSearchText } from '../../lib/params.ts'
import { useMe } from '../../lib/session/me.tsx'
import { actingFor, firstPlace } from './choices.ts'
import { type ScreeningDraft, draftIdOf, emptyScreening } from './draft.ts'
import { lastPlaceType } from './memory.ts'
import type { Shift } from './shift/shift.ts'
import { Receipt } from './Sent.tsx'
import { ToMeetAgain } from './ToMeetAgain.tsx'
import { Ways } from './Ways.tsx'
import './screening.css'

/** Begins a screening: its draft is on the device before its first page opens, so that a killed tab loses nothing. */
export const NewScreening = () => {
  const me = useMe()
  const go = useGo()
  const asked = useSearchText()
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    const id = newId()
    const units = actingFor(me)
    const acting = units.length === 1 ? units[0] : undefined
    const { follows, contact } = asked
    const way = WAYS.find((one) => one === asked['way']) ?? 'observation'
    const value: ScreeningDraft = {
      ...emptyScreening(id, nowIso()),
      way,
      follows: follows ? { screeningId: follows } : null,
      contactId: contact ?? null,
      placeType: firstPlace(way, lastPlaceType()),
      by: acting ? { unitId: acting.unitId, function: acting.function } : null,
    }
    void whenOpen()
      .then((rows) =>
        rows.put('drafts', draftIdOf(id), {
          id: draftIdOf(id),
          what: 'screening.draft',
          resume: `/screening/${id}/resume`,
          value,
          savedAt: nowIso(),
          ...erasing(PERSON_DRAFT_HOURS),
        } satisfies Draft<ScreeningDraft>),
      )
      .then(() => go(`/screening/${id}/${value.way === 'second_talk' ? 'link' : 'where'}`, { replace: true }))
  }, [me, go, asked])
  return null
}

/** By a few coded facts, so that who still waits after an arrival can be told apart; never a name. */
const Unfinished = ({
  drafts,
  shifts,
}: {
  drafts: readonly Draft<ScreeningDraft>[]
  shifts: readonly Draft<Shift>[]
}) => {
  const t = useT()
  const { code } = useActWords()
  const [asked, setAsked] = useState<string>()
  if (drafts.length + shifts.length === 0) return null
  const told = ({ ageBand, sex, placeType }: ScreeningDraft) =>
    [ageBand && code(ageBand, 'ageBand'), sex && t(`codes.gender.${sex}`), placeType && code(placeType, 'placeType')]
      .filter(Boolean)
      .join(' · ')
  return (
    <section aria-labelledby="unfinished">
      <h2 id="unfinished">
        <T id="screening.unfinished" />
      </h2>
      <ul className="draft-list">
        {/* One goes on with a shift; to begin another would ask everything in common again. */}
        {shifts.map(({ id, what, resume, value }) => (
          <li key={id}>
            <span>
              <Link to={resume}>
                <T id={what} />
              </Link>
              <span className="quiet small draft-about">
                {value.frame.placeType && code(value.frame.placeType, 'placeType')}
              </span>
            </span>
          </li>
        ))}
        {drafts.map((draft) => (
          <li key={draft.id}>
            <span>
              <Link to={draft.resume}>
                <T
                  id="screening.unfinished.goOn"
                  values={{ at: <When at={draft.value.startedAt} show="relative" /> }}
                />
              </Link>
              <span className="quiet small draft-about">
                {told(draft.value)}
                {draft.erasesAt && (
                  <>
                    {' '}
                    <T
                      id="screening.unfinished.erases"
                      values={{ at: <When key="at" at={draft.erasesAt} show="relative" /> }}
                    />
                  </>
                )}
              </span>
            </span>
            <Button kind="quiet" size="small" onClick={() => setAsked(draft.id)}>
              <T id="screening.unfinished.discard" />
            </Button>
          </li>
        ))}
      </ul>
      {asked && (
        <Dialog
          title={t('screening.unfinished.ask')}
          onClose={() => setAsked(undefined)}
          closeLabel={<T id="screening.unfinished.keep" />}
          actions={
            <Button kind="danger" onClick={() => void removeDraft(asked).then(() => setAsked(undefined))}>
              <T id="screening.unfinished.discard" />
            </Button>
          }
        >
          <p>
            <T id="screening.unfinished.ask.body" />
          </p>
        </Dialog>
      )}
    </section>
  )
}

/** Screenings: begin one, go on with one, and see which of one's own were received. */
export const Start = () => {
  const me = useMe()
  const t = useT()
  const outbox = useOutbox()
  const all = useDrafts()
  const shifts = all.filter((draft): draft is Draft<Shift> => draft.what.startsWith('screening.shift.'))
  const drafts = all.filter(
    (draft): draft is Draft<ScreeningDraft> =>
      draft.what === 'screening.draft' &&
      !outbox.some((entry) => entry.draft === draft.id && entry.state !== 'refused' && entry.state !== 'conflict'),
  )
  const here = outbox.filter((entry) => entry.kind === 'screening.submit')
  const mine = useRead('GET /api/screenings/mine', { query: {} })
  useEffect(() => {
    void refreshContent().catch(() => undefined)
    void prepareForOffline()
  }, [])

  if (actingFor(me).length === 0)
    return (
      <Page titleId="screening.list.title" width="text">
        <Callout title={t('screening.notYours')}>
          <p>
            <T id="screening.notYours.body" />
          </p>
        </Callout>
      </Page>
    )

  const received = mine.state === 'ready' ? mine.data.entries : []
  const known = new Set(received.map((one) => one.screeningId))
  const onTheWay = here.filter((entry) => !known.has(entry.subject))
  return (
    <Page
      titleId="screening.list.title"
      help="screening"
      actions={
        <LinkButton to="/duty" kind="secondary">
          <T id="alarm.duty.title" />
        </LinkButton>
      }
    >
      <div className="stack screening-start">
        <LinkButton to="/screening/new" size="large">
          <T id="screening.start" />
        </LinkButton>
        <Ways />
        <ToMeetAgain />
        <Unfinished drafts={drafts} shifts={shifts} />
        <section aria-labelledby="mine">
          <h2 id="mine">
            <T id="screening.mine" />
          </h2>
          <p className="quiet">
            <T id="screening.mine.hint" />
          </p>
          {onTheWay.length + received.length === 0 ? (
            <EmptyState kind="none-yet" title={t('screening.mine.none')} />
          ) : (
            <ul className="receipts">
              {onTheWay.map((entry) => (
                <li key={entry.id}>
                  <Link to={`/screening/${entry.subject}/sent`}>
                    <When at={entry.at} />
                  </Link>
                  <Receipt entry={entry} />
                </li>
              ))}
              {received.map((one) => (
                <li key={one.screeningId}>
                  <span>
                    <When at={one.finishedAt} />
                  </span>
                  <span className="row">
                    <span className="receipt" data-state="sent">
                      <T id="screening.receipt.there" />
                    </span>
                    {one.referral && (
                      <Tag tone={one.referral.status === 'declined' ? 'warn' : 'accent'}>
                        <T
                          id={`screening.referral.${one.referral.status}`}
                          values={{ unit: one.referral.toUnitName }}
                        />
                      </Tag>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </Page>
  )
}
