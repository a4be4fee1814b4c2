import type { SetProblem } from '@ariadne/domain/screening'
import { Link } from '../../../components/Link.tsx'
import { Id } from '../../../components/When.tsx'
import { useFormat } from '../../../lib/i18n/format.ts'
import { T, useHasText, useT } from '../../../lib/i18n/text.tsx'
import type { Working } from '../../../lib/content/working.ts'

/** The page of the draft on which something can be put right, as far as its place tells. */
const pageFor = ({ file, path }: SetProblem, { kind, definition }: Working): string | undefined => {
  const [first, at] = path
  if (file.endsWith('.json')) {
    const [, sign] = /^sign\.(\w+)\./u.exec(String(first ?? '')) ?? []
    if (sign) return `sign?sign=${sign}`
    const [, rule] = /^rule\.(\w+)$/u.exec(String(first ?? '')) ?? []
    return rule ? `rule?rule=${rule}` : 'about'
  }
  if (first === 'sources') return 'sources'
  if (first === 'rules') {
    const rule = kind === 'set' && typeof at === 'number' ? definition.rules[at] : undefined
    return rule ? `rule?rule=${rule.id}` : 'rules'
  }
  if (kind === 'overlay') {
    const added = first === 'add' && typeof at === 'number' ? definition.add[at] : undefined
    const laid = (first === 'mute' || first === 'reword') && typeof at === 'number' ? definition[first][at] : undefined
    const sign = added?.id ?? laid
    return sign ? `sign?sign=${sign}` : 'signs'
  }
  if (first !== 'signs') return undefined
  const sign = typeof at === 'number' ? definition.signs[at] : undefined
  return sign ? `sign?sign=${sign.id}` : 'signs'
}

/** Texts that are missing, by message, with the languages they are missing in; and everything else as it is. */
const grouped = (problems: readonly SetProblem[]): { found: SetProblem; missingIn: string[] }[] => {
  const byMessage = new Map<string, { found: SetProblem; missingIn: string[] }>()
  for (const found of problems) {
    const isMissing = found.code === 'missing_translation'
    const key = isMissing
      ? `missing ${found.path.join('.')}`
      : `${found.file} ${found.path.join('.')} ${found.code} ${found.message}`
    const one = byMessage.get(key) ?? { found, missingIn: [] }
    if (isMissing) one.missingIn.push(found.file.replace('.json', ''))
    byMessage.set(key, one)
  }
  return [...byMessage.values()]
}

/** What a problem is about: an outcome, a language or a way is a word of its own, everything else a name. */
const About = ({ code, about }: SetProblem) => {
  const t = useT()
  const format = useFormat()
  if (code === 'unreachable_outcome') return t(`codes.screening.outcome.${about}`)
  if (code === 'child_routed_elsewhere') return t(`codes.screening.route.${about}`)
  if (code === 'missing_language') return format.language(about)
  if (code === 'first_view_too_long') return format.number(Number(about))
  return <Id>{about}</Id>
}

/** One problem in the reader's language. What does not even have the form of a set is told exactly in English besides. */
const InWords = ({ found }: { found: SetProblem }) => {
  const has = useHasText()
  const message = `signs.problem.${found.code}`
  const exactly = (
    <span className="quiet small" lang="en" dir="ltr">
      {found.message}. {found.remedy}.
    </span>
  )
  if (!has(message)) return <p>{exactly}</p>
  return (
    <p>
      <T id={message} values={{ about: <About {...found} /> }} /> {found.code === 'malformed' && exactly}
    </p>
  )
}

/** What is wrong, where, and what would be right. */
export const ProblemList = ({
  problems,
  draft,
}: {
  problems: readonly SetProblem[]
  draft?: { readonly draftId: string; readonly working: Working }
}) => {
  const format = useFormat()
  return (
    <ul className="problems">
      {grouped(problems).map(({ found, missingIn }) => {
        const page = draft && pageFor(found, draft.working)
        const place = found.path.join('.')
        return (
          <li key={`${found.file} ${place} ${found.code} ${found.message}`}>
            <Id>{missingIn.length > 0 ? place : `${found.file}${place ? `: ${place}` : ''}`}</Id>
            {missingIn.length > 0 ? (
              <p>
                <T
                  id="signs.problem.noWords"
                  values={{ languages: format.list(missingIn.map((code) => format.language(code))) }}
                />
              </p>
            ) : (
              <InWords found={found} />
            )}
            {draft && page && (
              <Link to={`/signs/drafts/${draft.draftId}/${page}`}>
                <T id="signs.problem.go" />
                <span className="visually-hidden"> {place}</span>
              </Link>
            )}
          </li>
        )
      })}
    </ul>
  )
}
