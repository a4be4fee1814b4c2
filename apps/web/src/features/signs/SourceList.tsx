import type { IndicatorSet } from '@ariadne/domain/screening'
import { T } from '../../lib/i18n/text.tsx'

/** Publications by their key. Titles stand as they were published. */
export const SourceList = ({ sources }: { sources: IndicatorSet['sources'] }) => (
  <dl className="sign-sources">
    {Object.entries(sources).map(([key, source]) => (
      <div key={key}>
        <dt>
          <bdi dir="ltr">{key}</bdi>
        </dt>
        <dd>
          <span lang="en" dir="ltr">
            {source.title}. {source.organisation}
          </span>
          {source.year !== null && <span className="tabular">, {source.year}</span>}
          {source.url && (
            <>
              {' '}
              <a href={source.url} rel="noreferrer noopener" target="_blank">
                <T id="signs.source.open" />
                <span className="visually-hidden"> {source.title}</span>
              </a>
            </>
          )}
        </dd>
      </div>
    ))}
  </dl>
)
