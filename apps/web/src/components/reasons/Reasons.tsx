import { type Evaluation, ruleMessage } from '@ariadne/domain/screening'
import type { Reading } from '../../lib/content/texts.ts'
import { directionOf } from '../../lib/i18n/languages.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { Details } from '../Details.tsx'

/**
 * Why an outcome came about: the rules that led there, and every smallest set of facts that was enough, and
 * signs that no rule counts in this country, with the reason.
 * @param reading the texts of the set that was used
 */
export const Reasons = ({ evaluation, reading }: { evaluation: Evaluation; reading: Reading }) => {
  const t = useT()
  const own = { lang: reading.lang, dir: directionOf(reading.lang) }
  const rule = (id: string) => {
    const message = ruleMessage(id)
    return message.startsWith('codes.') ? <span>{t(message)}</span> : <span {...own}>{reading.get(message)}</span>
  }
  const { minimalSets, muted, ruleIds, setId, version } = evaluation
  return (
    <section aria-labelledby="reasons" className="reasons">
      <h2 id="reasons">
        <T id="screening.outcome.why" />
      </h2>
      <ul className="plain-list">
        {(ruleIds.length > 0 ? ruleIds : [evaluation.ruleId]).map((id) => (
          <li key={id}>{rule(id)}</li>
        ))}
      </ul>
      {minimalSets.length > 0 && (
        <Details summary={t('screening.outcome.enough', { count: minimalSets.length })}>
          <ul className="minimal-sets">
            {minimalSets.map(({ circumstances, signs }) => (
              <li key={[...circumstances, ...signs].join('+')}>
                {[
                  ...circumstances.map((id) => <span key={id}>{t(`codes.screening.circumstance.${id}`)}</span>),
                  ...signs.map((id) => (
                    <span key={id} {...own}>
                      {reading.get(`sign.${id}.label`)}
                    </span>
                  )),
                ].flatMap((fact, at) =>
                  at === 0
                    ? [fact]
                    : [
                        <span key={`and-${at}`} className="and">
                          {' '}
                          +{' '}
                        </span>,
                        fact,
                      ],
                )}
              </li>
            ))}
          </ul>
          <p className="quiet small">
            <T id="screening.outcome.enough.note" values={{ set: <bdi>{`${setId} ${version}`}</bdi> }} />
          </p>
        </Details>
      )}
      {muted.map((id) => (
        <p key={id} className="small">
          <T id="screening.outcome.muted" />{' '}
          <span {...own}>
            {reading.get(`sign.${id}.label`)}. {reading.get(`sign.${id}.muted`)}
          </span>
        </p>
      ))}
    </section>
  )
}
