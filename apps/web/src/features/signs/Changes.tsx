import type { IndicatorSet, Rule, SetComparison } from '@ariadne/domain/screening'
import type { ReactNode } from 'react'
import type { Reading } from '../../lib/content/texts.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { directionOf } from '../../lib/i18n/languages.ts'
import { T } from '../../lib/i18n/text.tsx'
import { RuleInWords } from './Condition.tsx'
import { FieldInWords, SignWords } from './FieldInWords.tsx'
import { VersionName } from './Names.tsx'
import { MessagePlace } from './Place.tsx'

interface Side {
  readonly set: IndicatorSet
  readonly reading: Reading
}

const Pair = ({ title, before, after }: { title: ReactNode; before: ReactNode; after: ReactNode }) => (
  <tr>
    <th scope="row">{title}</th>
    <td>{before}</td>
    <td>{after}</td>
  </tr>
)

const SideBySide = ({
  title,
  from,
  to,
  children,
}: {
  title: string
  from: string
  to: string
  children: ReactNode
}) => (
  <table className="side-by-side">
    <caption>
      <T id={title} />
    </caption>
    <thead>
      <tr>
        <td />
        <th scope="col">
          <VersionName version={from} />
        </th>
        <th scope="col">
          <VersionName version={to} />
        </th>
      </tr>
    </thead>
    <tbody>{children}</tbody>
  </table>
)

/** Everything that differs, in tables with the older version at the start and the newer at the end. */
export const Changes = ({ comparison, before, after }: { comparison: SetComparison; before: Side; after: Side }) => {
  const words = ({ set, reading }: Side, field: string, value: unknown) => (
    <FieldInWords field={field} value={value} reading={reading} sources={set.sources} />
  )
  const format = useFormat()
  const { added, removed, renamed, changed, reworded, rules, route } = comparison
  const label = (side: Side, id: string) => <SignWords reading={side.reading} id={id} />
  const versions = { from: before.set.version, to: after.set.version }
  const nothing = <T id="signs.compare.nothing" />
  const inWords = (side: Side, rule: Rule) => <RuleInWords rule={rule} reading={side.reading} />
  return (
    <div className="stack signs-page">
      {(added.length > 0 || removed.length > 0 || renamed.length > 0) && (
        <SideBySide title="signs.compare.signs" {...versions}>
          {added.map((id) => (
            <Pair key={id} title={<T id="signs.compare.added" />} before={nothing} after={label(after, id)} />
          ))}
          {removed.map((id) => (
            <Pair key={id} title={<T id="signs.compare.removed" />} before={label(before, id)} after={nothing} />
          ))}
          {renamed.map(({ from, to }) => (
            <Pair
              key={to}
              title={<T id="signs.compare.renamed" />}
              before={label(before, from)}
              after={label(after, to)}
            />
          ))}
        </SideBySide>
      )}
      {changed.length > 0 && (
        <SideBySide title="signs.compare.weights" {...versions}>
          {changed.map((one) => (
            <Pair
              key={`${one.sign}.${one.field}`}
              title={
                <>
                  {label(after, one.sign)}
                  <span className="quiet small side-field">
                    <T id={`signs.field.${one.field}`} />
                  </span>
                </>
              }
              before={words(before, one.field, one.before)}
              after={words(after, one.field, one.after)}
            />
          ))}
        </SideBySide>
      )}
      {reworded.length > 0 && (
        <SideBySide title="signs.compare.reworded" {...versions}>
          {reworded.map((one) => {
            const own = { lang: one.language, dir: directionOf(one.language) }
            return (
              <Pair
                key={`${one.language}.${one.message}`}
                title={
                  <>
                    <MessagePlace message={one.message} reading={after.reading} />
                    <span className="quiet small side-field">{format.language(one.language)}</span>
                  </>
                }
                before={one.before === null ? nothing : <span {...own}>{one.before}</span>}
                after={one.after === null ? nothing : <span {...own}>{one.after}</span>}
              />
            )
          })}
        </SideBySide>
      )}
      {(rules.added.length > 0 || rules.removed.length > 0 || rules.changed.length > 0) && (
        <SideBySide title="signs.compare.rules" {...versions}>
          {rules.added.map((rule) => (
            <Pair key={rule.id} title={<T id="signs.compare.added" />} before={nothing} after={inWords(after, rule)} />
          ))}
          {rules.removed.map((rule) => (
            <Pair
              key={rule.id}
              title={<T id="signs.compare.removed" />}
              before={inWords(before, rule)}
              after={nothing}
            />
          ))}
          {rules.changed.map((one) => (
            <Pair
              key={one.after.id}
              title={<T id={`codes.screening.outcome.${one.after.outcome}`} />}
              before={inWords(before, one.before)}
              after={inWords(after, one.after)}
            />
          ))}
        </SideBySide>
      )}
      {route && (
        <SideBySide title="signs.compare.route" {...versions}>
          <Pair
            title={<T id="signs.compare.route" />}
            before={<T id={`codes.screening.route.${route.before ?? 'nrm'}`} />}
            after={<T id={`codes.screening.route.${route.after ?? 'nrm'}`} />}
          />
        </SideBySide>
      )}
    </div>
  )
}
