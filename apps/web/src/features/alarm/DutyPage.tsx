import type { DutyContact } from '@ariadne/contract'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { Page } from '../../components/Page.tsx'
import { EmptyState } from '../../components/Queue.tsx'
import { AsOf, Reading } from '../../components/Reading.tsx'
import { Callout, Tag } from '../../components/Tag.tsx'
import { TextField } from '../../components/TextField.tsx'
import { When } from '../../components/When.tsx'
import { useActWords } from '../../components/act/words.ts'
import { codeOf } from '../../lib/api/problem.ts'
import { useRead } from '../../lib/api/useRead.ts'
import { sendNow } from '../../lib/case/sendNow.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useHasText, useT } from '../../lib/i18n/text.tsx'
import { useSearchText } from '../../lib/params.ts'
import { functionsOf, useMe } from '../../lib/session/me.tsx'
import { Ringer } from './Ringer.tsx'
import { HEARERS } from './ringing.ts'
import { Shifts } from './Shifts.tsx'
import './alarm.css'

/** Whom to call at any hour, who stands behind each number, and whether it was called of late. */
export const DutyPage = () => {
  const t = useT()
  const me = useMe()
  const wanted = useSearchText()['unit']
  const read = useRead('GET /api/duty', {})
  const [asked, setAsked] = useState<DutyContact>()
  if (read.state !== 'ready') return <Reading read={read} titleId="alarm.duty.title" />
  const { contacts } = read.data
  const unsure = contacts.filter((one) => one.phone === null || one.stale).length
  const first = (one: DutyContact) => (one.unitId === wanted ? 0 : 1)
  const hears = HEARERS.some((name) => functionsOf(me).has(name))
  return (
    <Page titleId="alarm.duty.title" lead={<T id="alarm.duty.lead" />}>
      <div className="stack">
        <AsOf at={read.asOf} />
        {hears && <Ringer ringKey={read.data.ringKey ?? null} />}
        {hears && <Shifts shifts={read.data.shifts} minutes={read.data.minutes} onChanged={read.retry} />}
        {unsure > 0 && (
          <Callout tone="warn" title={<T id="alarm.duty.unsure" values={{ count: unsure }} />}>
            <p>
              <T id="alarm.duty.unsure.body" />
            </p>
          </Callout>
        )}
        {contacts.length === 0 && <EmptyState kind="none-yet" title={<T id="alarm.duty.none" />} />}
        <ul className="duty-list">
          {contacts
            .toSorted((a, b) => first(a) - first(b))
            .map((contact) => (
              <Contact
                key={contact.unitId}
                contact={contact}
                isWanted={contact.unitId === wanted}
                onCalled={() => setAsked(contact)}
              />
            ))}
        </ul>
      </div>
      {asked && (
        <RecordCall
          contact={asked}
          onClose={(saved) => {
            setAsked(undefined)
            if (saved) read.retry()
          }}
          label={t('alarm.duty.call.title')}
        />
      )}
    </Page>
  )
}

const Contact = ({
  contact,
  isWanted,
  onCalled,
}: {
  contact: DutyContact
  isWanted: boolean
  onCalled: () => void
}) => {
  const { code } = useActWords()
  const format = useFormat()
  return (
    <li className="duty" data-wanted={isWanted ? '' : undefined}>
      <strong>
        <bdi>{contact.unitName}</bdi>
      </strong>
      <span className="quiet small">
        {[contact.organisationName, code(contact.kind, 'kind'), format.list(contact.languages.map(format.language))]
          .filter(Boolean)
          .join(' · ')}
      </span>
      {contact.phone ? (
        <a className="phone duty-phone" href={`tel:${contact.phone.replaceAll(/[^\d+]/g, '')}`}>
          <bdi dir="ltr">{contact.phone}</bdi>
        </a>
      ) : (
        <span>
          <Tag tone="warn">
            <T id={contact.state === 'demo' ? 'alarm.duty.demo' : 'alarm.duty.empty'} />
          </Tag>
        </span>
      )}
      {contact.calledAt && contact.confirmedBy && (
        <span className="small">
          <T
            id="alarm.duty.confirmed"
            values={{
              by: <bdi key="by">{contact.confirmedBy}</bdi>,
              at: <When key="at" at={contact.calledAt} show="date" />,
            }}
          />{' '}
          {contact.stale && (
            <Tag tone="warn">
              <T id="alarm.duty.stale" />
            </Tag>
          )}
        </span>
      )}
      {contact.mayRecordCall && (
        <span>
          <Button kind="secondary" size="small" onClick={onCalled}>
            <T id="alarm.duty.call" />
          </Button>
        </span>
      )}
    </li>
  )
}

const RecordCall = ({
  contact,
  onClose,
  label,
}: {
  contact: DutyContact
  onClose: (saved: boolean) => void
  label: string
}) => {
  const t = useT()
  const has = useHasText()
  const { refusal } = useActWords()
  const [phone, setPhone] = useState(contact.phone ?? '')
  const [error, setError] = useState<string>()
  const save = async () => {
    if (!/^\+?[\d ()/-]{3,30}$/.test(phone.trim())) return setError(t('alarm.duty.call.wrong'))
    try {
      const outcome = await sendNow('duty.called', { unitId: contact.unitId, phone: phone.trim() })
      if (outcome.status === 'accepted') return onClose(true)
      const said = outcome.code ?? ''
      setError(has(`refusal.${said}`) ? refusal(said, outcome.mayInstead) : t('alarm.failed.body'))
    } catch (problem) {
      setError(t(codeOf(problem) === 'offline' ? 'alarm.duty.call.offline' : 'alarm.failed.body'))
    }
  }
  return (
    <Dialog
      title={label}
      onClose={() => onClose(false)}
      actions={
        <Button onClick={() => void save()}>
          <T id="alarm.duty.call.save" />
        </Button>
      }
    >
      <p>
        <T id="alarm.duty.call.body" values={{ unit: <bdi key="unit">{contact.unitName}</bdi> }} />
      </p>
      <TextField
        name="phone"
        type="tel"
        label={t('alarm.duty.call.phone')}
        error={error}
        value={phone}
        onChange={setPhone}
      />
    </Dialog>
  )
}
