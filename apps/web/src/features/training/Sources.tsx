import type { Course } from '@ariadne/domain/training'
import { Details } from '../../components/Details.tsx'
import { T } from '../../lib/i18n/text.tsx'

/** Where what is taught comes from; titles stand in their own language. */
export const Sources = ({ course, keys }: { course: Pick<Course, 'sources'>; keys: readonly string[] }) => {
  const found = keys.flatMap((key) => course.sources[key] ?? [])
  if (found.length === 0) return null
  return (
    <Details summary={<T id="training.sources" values={{ count: found.length }} />}>
      <ul className="plain-list" lang="en" dir="ltr">
        {found.map(({ title, organisation, year, url }) => (
          <li key={title}>
            {url ? (
              <a href={url} rel="noreferrer">
                {title}
              </a>
            ) : (
              title
            )}
            , {organisation}
            {year !== null && `, ${year}`}
          </li>
        ))}
      </ul>
    </Details>
  )
}
