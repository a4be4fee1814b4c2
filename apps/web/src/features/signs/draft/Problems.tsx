import type { SetProblem } from '@ariadne/domain/screening'
import { Link } from '../../../components/Link.tsx'
import { Id } from '../../../components/When.tsx'
import type { SetContent } from '../../../lib/content/bundle.ts'
import { type Reading, read } from '../../../lib/content/texts.ts'
import type { Working } from '../../../lib/content/working.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../../lib/i18n/languages.ts'
import { T, useHasText, useT } from '../../../lib/i18n/text.tsx'
import { SpotInWords } from '../Place.tsx'
import { pageOf, spotOfProblem } from './spot.ts'

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

const ABOUT_RULE = new Set([
  'duplicate_rule',
  'reserved_rule',
  'unreachable_rule',
  'too_many_explanations',
  'unknown_rule',
])

/** What a problem is about: an outcome, a language or a way is a word of its own, a sign or a rule goes by its words. */
const About = ({ found: { code, about }, reading }: { found: SetProblem; reading?: Reading | undefined }) => {
  const t = useT()
  const format = useFormat()
  if (code === 'unreachable_outcome') return t(`codes.screening.outcome.${about}`)
  if (code === 'child_routed_elsewhere') return t(`codes.screening.route.${about}`)
  if (code === 'missing_language') return format.language(about)
  if (code === 'first_view_too_long') return format.number(Number(about))
  const message = ABOUT_RULE.has(code) ? `rule.${about}` : `sign.${about}.label`
  if (!reading?.has(message)) return <Id>{about}</Id>
  return (
    <q lang={reading.lang} dir={directionOf(reading.lang)}>
      {reading.get(message)}
    </q>
  )
}

/** One problem in the reader's language. What does not even have the form of a set is told exactly in English besides. */
const InWords = ({ found, reading }: { found: SetProblem; reading?: Reading | undefined }) => {
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
      <T id={message} values={{ about: <About key="about" found={found} reading={reading} /> }} />{' '}
      {found.code === 'malformed' && exactly}
    </p>
  )
}

/**
 * What is wrong, where, and what would be right. The places of a draft are told in words, with the way to the page where each is put
 * right unless that is the page they stand `here` on; without a draft they are those of the file, for whoever corrects the file.
 */
export const ProblemList = ({
  problems,
  draft,
  here,
}: {
  problems: readonly SetProblem[]
  draft?: { readonly draftId?: string; readonly working: Working; readonly content: SetContent | undefined }
  here?: string
}) => {
  const format = useFormat()
  const { language } = useLanguage()
  const reading = draft && read(draft.content?.texts ?? draft.working.texts, language)
  return (
    <ul className="problems">
      {grouped(problems).map(({ found, missingIn }) => {
        const spot = draft && spotOfProblem(found, draft.working)
        const page = spot && pageOf(spot)
        const place = found.path.join('.')
        const inWords = spot && reading && (
          <SpotInWords
            spot={missingIn.length > 0 ? { ...spot, language: undefined } : spot}
            reading={reading}
            sources={draft.working.definition.sources}
          />
        )
        return (
          <li key={`${found.file} ${place} ${found.code} ${found.message}`}>
            {inWords ?? <Id>{missingIn.length > 0 ? place : `${found.file}${place ? `: ${place}` : ''}`}</Id>}
            {missingIn.length > 0 ? (
              <p>
                <T
                  id="signs.problem.noWords"
                  values={{ languages: format.list(missingIn.map((code) => format.language(code))) }}
                />
              </p>
            ) : (
              <InWords found={found} reading={reading} />
            )}
            {draft?.draftId && page && page !== here && (
              <Link to={`/signs/drafts/${draft.draftId}/${page}`}>
                <T id="signs.problem.go" />
                <span className="visually-hidden"> {inWords}</span>
              </Link>
            )}
          </li>
        )
      })}
    </ul>
  )
}
