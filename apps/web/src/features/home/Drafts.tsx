import { Button } from '../../components/Button.tsx'
import { Link } from '../../components/Link.tsx'
import { When } from '../../components/When.tsx'
import { removeDraft, useDrafts } from '../../lib/device/drafts.ts'
import { useOutbox } from '../../lib/device/sender.ts'
import { T, useHasText, useT } from '../../lib/i18n/text.tsx'

/** What was begun on this device and not sent. What waits in the outbox is not shown twice. */
export const Drafts = () => {
  const t = useT()
  const has = useHasText()
  const sending = new Set(useOutbox().map((entry) => entry.draft))
  const drafts = useDrafts().filter((draft) => !sending.has(draft.id))
  if (drafts.length === 0) return null
  return (
    <section className="drafts" aria-labelledby="drafts">
      <h2 id="drafts">
        <T id="home.drafts" />
      </h2>
      <ul className="task-list">
        {drafts.map((draft) => (
          <li className="task" key={draft.id}>
            <span>
              <Link to={draft.resume}>{has(draft.what) ? t(draft.what) : t('home.draft')}</Link>
              <span className="task-hint">
                <T id="home.draftSaved" values={{ when: <When key="w" at={draft.savedAt} show="relative" /> }} />
              </span>
            </span>
            <span className="above">
              <Button kind="quiet" size="small" onClick={() => void removeDraft(draft.id)}>
                <T id="home.draftDiscard" />
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
