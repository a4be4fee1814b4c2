import type { Api } from '@ariadne/contract'
import { Tag } from '../../components/Tag.tsx'
import { When } from '../../components/When.tsx'
import { T, useHasText, useT } from '../../lib/i18n/text.tsx'
import './released/released.css'

type Sending = Api['GET /api/figures/releases']['response']['releases'][number]['sent'][number]

const TONES = { waiting: 'warn', delivered: 'plain', processed: 'good', refused: 'danger' } as const

/** To whom something went and what became of it, one line a recipient. */
export const SentTo = ({ sent }: { sent: readonly Sending[] }) => {
  const t = useT()
  const has = useHasText()
  if (sent.length === 0)
    return (
      <span className="quiet small">
        <T id="figures.sent.nowhere" />
      </span>
    )
  return (
    <ul className="plain-list sent-to">
      {sent.map(({ peer, name, state, code, at }) => (
        <li key={peer}>
          <bdi>{name}</bdi>{' '}
          <Tag tone={TONES[state]}>
            <T id={`figures.sent.${state}`} />
          </Tag>{' '}
          <span className="quiet small">
            <When at={at} show="date" />
            {state === 'refused' && code !== null && (
              <> · {has(`figures.refused.${code}`) ? t(`figures.refused.${code}`) : t('figures.refused.other')}</>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
