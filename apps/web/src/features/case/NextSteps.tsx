import { LinkButton } from '../../components/Button.tsx'
import { useActWords } from '../../components/act/words.ts'
import { Details } from '../../components/Details.tsx'
import { Link } from '../../components/Link.tsx'
import { Deadline } from '../../components/When.tsx'
import { nowIso } from '../../lib/clock.ts'
import type { OpenCase } from '../../lib/case/useCase.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T } from '../../lib/i18n/text.tsx'
import { actAddress, doable, obstacles, suggestions } from './nextActs.ts'

/** What can be done now by whoever looks: first what the case waits for, then everything else, then what stands in the way. */
export const NextSteps = ({ open }: { open: OpenCase }) => {
  const words = useActWords()
  const format = useFormat()
  const now = suggestions(open, nowIso())
  const groups = doable(open.possible)
  const blocked = obstacles(open.possible)
  const { caseId } = open.state
  if (groups.length === 0 && blocked.length === 0) return null
  return (
    <section className="stack no-print" aria-labelledby="next-steps">
      <h2 id="next-steps">
        <T id="casefile.next" />
      </h2>
      {now.length > 0 ? (
        <ul className="next-first">
          {now.map((one, at) => (
            <li key={one.kind}>
              <LinkButton to={one.to} kind={at === 0 ? 'primary' : 'secondary'}>
                {words.act(one.kind)}
              </LinkButton>
              {one.dueAt && <Deadline due={one.dueAt} basis="target" />}
            </li>
          ))}
        </ul>
      ) : (
        <p className="quiet">
          <T id="casefile.next.nothing" />
        </p>
      )}
      {groups.length > 0 && (
        <Details summary={<T id="casefile.next.all" values={{ count: groups.flatMap((one) => one.acts).length }} />}>
          <div className="act-groups">
            {groups.map(({ group, acts }) => (
              <div key={group}>
                <h3>
                  <T id={`casefile.group.${group}`} />
                </h3>
                <ul>
                  {acts.map((act) => (
                    <li key={act.kind}>
                      <Link to={actAddress(caseId, act.kind)}>{words.act(act.kind)}</Link>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </div>
        </Details>
      )}
      {blocked.length > 0 && (
        <Details summary={<T id="casefile.next.blocked" />}>
          <dl className="obstacles">
            {blocked.map(({ refusal, kinds }) => (
              <div key={refusal.code}>
                <dt>{words.refusal(refusal.code, refusal.mayInstead)}</dt>
                <dd className="quiet">{format.list(kinds.map(words.act))}</dd>
              </div>
            ))}
          </dl>
        </Details>
      )}
    </section>
  )
}
