import { useActWords } from '../../components/act/words.ts'
import { Deadline } from '../../components/When.tsx'
import { nowIso } from '../../lib/clock.ts'
import type { OpenCase } from '../../lib/case/useCase.ts'
import { T, useHasText } from '../../lib/i18n/text.tsx'
import { clocksOf } from './clocks.ts'

/** What has a day in this case, the nearest first. */
export const Clocks = ({ open }: { open: OpenCase }) => {
  const words = useActWords()
  const has = useHasText()
  const clocks = clocksOf(open.state, nowIso())
  return (
    <section className="stack" aria-labelledby="case-clocks">
      <h2 id="case-clocks">
        <T id="casefile.clocks" />
      </h2>
      {clocks.length === 0 ? (
        <p className="quiet">
          <T id="casefile.clocks.none" />
        </p>
      ) : (
        <ul className="clocks">
          {clocks.map((clock) => (
            <li key={clock.key}>
              <span>
                <T
                  id={has(clock.label) ? clock.label : clock.label.replace('casefile.clock.', 'queue.')}
                  values={{ about: words.code(clock.code ?? '') }}
                />
              </span>
              <Deadline due={clock.due} basis={clock.basis} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
