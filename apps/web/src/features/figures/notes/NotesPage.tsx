import type { Api } from '@ariadne/contract'
import { useState } from 'react'
import { Button, LinkButton } from '../../../components/Button.tsx'
import { EmptyState } from '../../../components/Queue.tsx'
import { AsOf, Reading } from '../../../components/Reading.tsx'
import { Tag } from '../../../components/Tag.tsx'
import { useRead } from '../../../lib/api/useRead.ts'
import { sendNow } from '../../../lib/case/sendNow.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { T } from '../../../lib/i18n/text.tsx'
import { useCategory } from '../definitions.ts'
import { FiguresPage } from '../FiguresPage.tsx'
import { useRefusal } from '../useRefusal.ts'
import './notes.css'

type Note = Api['GET /api/figures/notes']['response']['notes'][number]
const REASONS = ['names_someone', 'known_already', 'unclear', 'not_about_this'] as const

/** What people on the ground noticed: the accepted notes, one's own unit's, and for the coordinator those to review. */
export const NotesPage = () => {
  const { language } = useLanguage()
  const read = useRead('GET /api/figures/notes', { query: { language } })
  if (read.state !== 'ready') return <Reading read={read} titleId="figures.notes.title" />
  const { notes } = read.data
  const waiting = notes.filter((note) => note.mayReview)
  const others = notes.filter((note) => !note.mayReview)
  return (
    <FiguresPage
      titleId="figures.notes.title"
      lead={<T id="figures.notes.lead" />}
      actions={
        <LinkButton to="/figures/notes/new">
          <T id="figures.notes.new" />
        </LinkButton>
      }
    >
      <AsOf at={read.asOf} />
      {waiting.length > 0 && (
        <section className="stack">
          <h2>
            <T id="figures.notes.waiting" values={{ count: waiting.length }} />
          </h2>
          <ul className="notes">
            {waiting.map((note) => (
              <li key={note.noteId}>
                <NoteWords note={note} />
                <Review noteId={note.noteId} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {notes.length === 0 && <EmptyState kind="none-yet" title={<T id="figures.notes.none" />} />}
      <ul className="notes">
        {others.map((note) => (
          <li key={note.noteId}>
            <NoteWords note={note} />
          </li>
        ))}
      </ul>
    </FiguresPage>
  )
}

const NoteWords = ({ note }: { note: Note }) => {
  const format = useFormat()
  const category = useCategory()
  return (
    <div>
      <p>
        <strong>
          <T id={`figures.note.${note.kind}.${note.code}`} />
        </strong>{' '}
        {note.state !== 'accepted' && (
          <Tag tone={note.state === 'sent' ? 'warn' : 'plain'}>
            <T id={`figures.notes.state.${note.state}`} />
          </Tag>
        )}
      </p>
      {note.words && (
        <p>
          <bdi>{note.words}</bdi>
        </p>
      )}
      <p className="small quiet">
        {format.day(note.seenOn)} · <T id={`figures.notes.times.${note.times}`} />
        {note.placeName && (
          <>
            {' · '}
            <bdi>{note.placeName}</bdi>
          </>
        )}
        {note.forms.length > 0 && <> · {format.facts(note.forms.map((form) => category('form', form)))}</>}
        {note.country && <> · {format.country(note.country)}</>}
        {note.unitName && (
          <>
            {' · '}
            <bdi>{note.unitName}</bdi>
          </>
        )}
        {note.setAsideBecause && (
          <>
            {' · '}
            <T id={`figures.notes.because.${note.setAsideBecause}`} />
          </>
        )}
      </p>
    </div>
  )
}

/** A coordinator's word on a note: counted from now on, or set aside with a reason. */
const Review = ({ noteId }: { noteId: string }) => {
  const refusal = useRefusal()
  const [setting, setSetting] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const review = async (because: (typeof REASONS)[number] | null) => {
    try {
      const outcome = await sendNow('note.review', { noteId, accept: because === null, because })
      if (outcome.status !== 'accepted') setProblem(refusal(outcome))
    } catch (error) {
      setProblem(refusal(error))
    }
  }
  return (
    <div className="stack no-print">
      <div className="row">
        <Button size="small" onClick={() => void review(null)}>
          <T id="figures.notes.accept" />
        </Button>
        {!setting && (
          <Button kind="secondary" size="small" onClick={() => setSetting(true)}>
            <T id="figures.notes.setAside" />
          </Button>
        )}
        {setting &&
          REASONS.map((one) => (
            <Button key={one} kind="secondary" size="small" onClick={() => void review(one)}>
              <T id={`figures.notes.because.${one}`} />
            </Button>
          ))}
      </div>
      {problem && (
        <p role="alert" className="field-error">
          {problem}
        </p>
      )}
    </div>
  )
}
