import { OutcomeCallout } from '../../components/act/Outcome.tsx'
import { useAnswer } from '../../components/act/useAnswer.ts'
import { useActWords } from '../../components/act/words.ts'
import { Button } from '../../components/Button.tsx'
import { Link } from '../../components/Link.tsx'
import { Callout } from '../../components/Tag.tsx'
import { useDirectory } from '../../lib/case/directory.ts'
import { addMissingReaders, holdsKey, missingReaders } from '../../lib/case/submit.ts'
import type { OpenCase } from '../../lib/case/useCase.ts'
import { isolate } from '../../lib/i18n/isolate.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T } from '../../lib/i18n/text.tsx'
import { useMe } from '../../lib/session/me.tsx'

/** Who works on this case, in which function, and what each may open. Nobody else sees it. */
export const People = ({ open }: { open: OpenCase }) => {
  const { names } = useDirectory()
  const words = useActWords(names)
  const format = useFormat()
  const { state, view } = open
  const units = [...new Set<string>(view.readers.map((reader) => reader.unitId))]
  const may = (kind: string) => open.possible.some((one) => one.kind === kind && one.refusal === null)
  return (
    <section className="stack" aria-labelledby="case-people">
      <h2 id="case-people">
        <T id="casefile.people" />
      </h2>
      <ul className="people">
        {units.map((unitId) => {
          const readers = view.readers.filter((reader) => reader.unitId === unitId)
          const everyone = readers.filter((reader) => reader.memberId === null)
          const all = everyone.some((reader) => reader.classes === 'all')
          return (
            <li key={unitId}>
              <p className="people-unit">
                <bdi>{readers[0]?.unitName ?? unitId}</bdi>
                {state.lead?.unitId === unitId && (
                  <span className="quiet">
                    {' · '}
                    <T id="casefile.people.leads" />
                  </span>
                )}
              </p>
              {everyone.length > 0 && (
                <p className="small quiet">
                  {format.list([...new Set(everyone.map((reader) => words.code(reader.function)))])}
                  {' · '}
                  {all ? <T id="casefile.people.all" /> : <Classes of={everyone.flatMap((one) => one.classes)} />}
                </p>
              )}
              {readers.map(
                (reader) =>
                  reader.memberId && (
                    <p className="small" key={`${reader.memberId}/${reader.function}`}>
                      <bdi>{names.member(reader.memberId)}</bdi> · {words.code(reader.function)}
                      <span className="quiet">
                        {' · '}
                        {reader.classes === 'all' ? <T id="casefile.people.all" /> : <Classes of={reader.classes} />}
                      </span>
                    </p>
                  ),
              )}
              {may('access.ended') &&
                state.assignments
                  .filter((one) => one.unitId === unitId)
                  .map((one) => (
                    <p className="small no-print" key={`${one.memberId}/${one.function}`}>
                      <Link
                        to={`/cases/${state.caseId}/acts/access.ended?${new URLSearchParams({ unitId, function: one.function, ...(one.memberId ? { memberId: one.memberId } : {}) }).toString()}`}
                      >
                        <T id="casefile.people.end" values={{ function: words.code(one.function) }} />
                      </Link>
                    </p>
                  ))}
            </li>
          )
        })}
      </ul>
      <LetIn open={open} />
      {may('access.assigned') && (
        <p className="no-print">
          <Link to={`/cases/${state.caseId}/acts/access.assigned`}>{words.act('access.assigned')}</Link>
        </p>
      )}
    </section>
  )
}

const Classes = ({ of }: { of: readonly string[] }) => {
  const words = useActWords()
  const format = useFormat()
  const classes = [...new Set(of)]
  return classes.length === 0 ? (
    <T id="casefile.people.none" />
  ) : (
    <T
      id="casefile.people.may_open"
      values={{ classes: format.list(classes.map((one) => words.code(one, 'class'))) }}
    />
  )
}

/** Units that joined after something was sealed hold no key to it; somebody who can open it lets them in, from here. */
const LetIn = ({ open }: { open: OpenCase }) => {
  const me = useMe()
  const { names } = useDirectory()
  const words = useActWords(names)
  const format = useFormat()
  const { busy, outcome, send } = useAnswer()
  const opener = open.possible.find((one) => one.kind === 'vault.opened' && one.refusal === null)
  const by = opener?.actors.find((actor) =>
    missingReaders(open).some((one) => holdsKey(open, one.partId, actor.unitId)),
  )
  const missing = missingReaders(open).filter((one) => by && holdsKey(open, one.partId, by.unitId))
  const go = () => by && send(() => addMissingReaders(open, by, me))
  if (!by || missing.length === 0) return outcome && <OutcomeCallout outcome={outcome} words={words} />
  return (
    <Callout tone="warn" title={<T id="casefile.let_in.title" />}>
      <p>
        <T
          id="casefile.let_in.body"
          values={{
            units: format.list([...new Set(missing.flatMap((one) => one.units))].map(names.unit).map(isolate)),
            count: missing.length,
          }}
        />
      </p>
      {outcome && <OutcomeCallout outcome={outcome} words={words} />}
      <Button kind="secondary" busy={busy} onClick={() => void go()}>
        <T id="casefile.let_in.do" />
      </Button>
    </Callout>
  )
}
