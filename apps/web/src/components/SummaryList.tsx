import type { ReactNode } from 'react'
import { T } from '../lib/i18n/text.tsx'
import { Link } from './Link.tsx'

export interface SummaryRow {
  readonly key: string
  readonly label: ReactNode
  /** Nothing, null or '' shows as "not given". */
  readonly value: ReactNode
  /** Where this answer can be changed; the page there comes back here. */
  readonly change?: string
}

/** "Check before you send", and every other list of question and answer. */
export const SummaryList = ({ rows }: { rows: readonly SummaryRow[] }) => (
  <dl className="summary-list">
    {rows.map(({ key, label, value, change }) => (
      <div className="summary-row" key={key}>
        <dt>{label}</dt>
        <dd>
          {value === null || value === undefined || value === '' ? (
            <span className="summary-empty">
              <T id="shell.notGiven" />
            </span>
          ) : (
            value
          )}
        </dd>
        {change && (
          <dd className="no-print">
            <Link to={change}>
              <T id="shell.change" />
              <span className="visually-hidden"> {label}</span>
            </Link>
          </dd>
        )}
      </div>
    ))}
  </dl>
)
