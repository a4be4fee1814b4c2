import { T } from '../../lib/i18n/text.tsx'
import type { Definition } from './definitions.ts'

/** What a figure counts, in a sentence, and where that comes from. */
export const DefinitionText = ({ definition }: { definition: Definition }) => {
  const { name, counts, mark, source } = definition
  return (
    <div className="stack">
      <p>
        <strong>{name}</strong>
      </p>
      <p>{counts}</p>
      <p className="small quiet">
        <T id={`figures.mark.${mark}`} /> <bdi>{source.title}</bdi>
        {source.publisher && (
          <>
            {' · '}
            <bdi>{source.publisher}</bdi>
          </>
        )}
        {source.year !== null && <> · {source.year}</>}
      </p>
    </div>
  )
}
