import type { Api } from '@ariadne/contract'
import { Suspense, lazy } from 'react'
import { useDirectory } from '../../lib/case/directory.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useHasText, useT } from '../../lib/i18n/text.tsx'
import { Id, When } from '../../components/When.tsx'

const CourseName = lazy(() =>
  import('../../components/training/CourseName.tsx').then((m) => ({ default: m.CourseName })),
)

export type QueueLine = Api['GET /api/home']['response']['queues'][number]['first'][number]

/** The page where a line of work is done. */
export const addressOfLine = ({ subject, act, hints }: QueueLine): string => {
  // Those who sent what is late call; the referral itself is not theirs to open.
  if (act === 'referral.call') return `/duty?unit=${hints['unitId'] ?? ''}`
  switch (subject.type) {
    case 'case':
      if (act.startsWith('erasure.')) return `/cases/${subject.caseId}/erasure`
      return act.startsWith('handover.') && subject.subjectId
        ? `/cases/${subject.caseId}/handover/${subject.subjectId}`
        : `/cases/${subject.caseId}`
    case 'referral':
      return `/referrals/${subject.referralId}`
    case 'unit_key':
      return '/vault'
    case 'message':
      return '/exchange'
    case 'course':
      return `/training/${subject.courseId}/start`
    case 'texts':
      return `/signs/texts?language=${subject.language}`
    case 'alarm':
      return `/alarms/${subject.alarmId}`
    case 'contact':
      return `/contacts/${subject.contactId}`
    case 'card':
      return subject.side === 'shown' ? `/cards/${subject.requestId}` : '/cards'
    case 'screening':
      return `/screening/new?way=second_talk&follows=${subject.screeningId}`
  }
}

/** The verb of a line, in the words of the act that settles it. */
export const useVerb = (): ((act: string) => string) => {
  const t = useT()
  const has = useHasText()
  return (act) => t([`home.verb.${act}`, `act.${act}`].find(has) ?? 'home.verb.open')
}

/** What tells one line from another: a reference where there is one, and coded hints. Never a name. */
export const LineFacts = ({ line }: { line: QueueLine }) => {
  const t = useT()
  const has = useHasText()
  const format = useFormat()
  const { names } = useDirectory()
  const { ageBand, sex, urgency, language, country, peerUnit, waiting, code = '' } = line.hints
  const word = (entry: string, value: string | undefined) => {
    const id = value && [`code.${entry}.${value}`, `code.${value}`].find(has)
    return id ? t(id) : ''
  }
  const facts = [
    word('urgency', urgency),
    word('ageBand', ageBand),
    word('sex', sex),
    language ? format.language(language) : '',
    waiting ? t('home.texts', { count: Number(waiting) }) : '',
    country ? format.country(country) : '',
    peerUnit ? names.unit(peerUnit) : '',
    line.subject.type === 'message' && has(`exchange.refused.${code}`) ? t(`exchange.refused.${code}`) : '',
  ].filter(Boolean)
  const since = <T id="home.since" values={{ when: <When key="w" at={line.since} show="relative" /> }} />
  if (line.subject.type === 'course')
    return (
      <Suspense fallback={since}>
        <CourseName id={line.subject.courseId} otherwise={since} />
      </Suspense>
    )
  return (
    <>
      {line.subject.type === 'case' && <Id>{line.subject.reference}</Id>}
      {line.subject.type === 'case' && facts.length > 0 && ' · '}
      {format.facts(facts)}
      {line.subject.type !== 'case' && facts.length === 0 && since}
    </>
  )
}
