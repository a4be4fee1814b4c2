import { evaluate, isAtLeast } from '@ariadne/domain/screening'
import { Link } from '../../../components/Link.tsx'
import { Tag } from '../../../components/Tag.tsx'
import { When } from '../../../components/When.tsx'
import { useActWords } from '../../../components/act/words.ts'
import { type Bundle, findSet } from '../../../lib/content/bundle.ts'
import { type Draft, useDrafts } from '../../../lib/device/drafts.ts'
import { useOutbox } from '../../../lib/device/sender.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { type ScreeningDraft, answersOf, subjectOf, upToDate } from '../draft.ts'
import { OwnAlarm } from '../RaiseAlarm.tsx'
import { type Shift, byUrgency } from './shift.ts'

/** Who was met on this shift and still has to be referred, the most urgent first. */
export const Waiting = ({ way, bundle }: { way: Shift['way']; bundle: Bundle }) => {
  const t = useT()
  const { code } = useActWords()
  const sending = new Set(useOutbox().map((entry) => entry.draft))
  const waiting = byUrgency(
    useDrafts()
      .filter((one): one is Draft<ScreeningDraft> => one.what === 'screening.draft' && !sending.has(one.id))
      .flatMap(({ value, resume }) => {
        const draft = upToDate(value)
        const chosen = draft.sets[subjectOf(draft)]
        const set = chosen && findSet(bundle, chosen.id, chosen.version)
        if (draft.way !== way || !set || !draft.ageBand) return []
        const { outcome } = evaluate(set.set, answersOf(draft))
        return isAtLeast(outcome, 'refer') ? [{ draft, outcome, resume }] : []
      }),
  )
  if (waiting.length === 0) return null
  return (
    <section className="shift-waiting" aria-labelledby="waiting">
      <h2 id="waiting">
        <T id="screening.shift.waiting" values={{ count: waiting.length }} />
      </h2>
      <ol>
        {waiting.map(({ draft, outcome, resume }) => (
          <li key={draft.screeningId}>
            <Tag tone={outcome === 'act_now' ? 'danger' : 'accent'}>
              <T id={`codes.screening.outcome.${outcome}`} />
            </Tag>{' '}
            <Link to={resume}>
              {[code(draft.ageBand ?? '', 'ageBand'), draft.sex ? t(`codes.gender.${draft.sex}`) : ''].join(' · ')}
            </Link>{' '}
            <span className="quiet small">
              <When at={draft.startedAt} show="time" />
            </span>
            {outcome === 'act_now' && <OwnAlarm screeningId={draft.screeningId} />}
          </li>
        ))}
      </ol>
    </section>
  )
}
