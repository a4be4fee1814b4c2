import { useRef, useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Checkbox } from '../../../components/Choices.tsx'
import { ErrorSummary } from '../../../components/Field.tsx'
import { SaveStatus } from '../../../components/SaveStatus.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { TextArea } from '../../../components/TextField.tsx'
import { useDraft } from '../../../lib/device/drafts.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { directionOf } from '../../../lib/i18n/languages.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import type { Text } from './known.ts'
import { textAddress } from './known.ts'
import { useSending } from './useSending.ts'
import { type Said, type Walk, again, changesIn, nextIn, notBegun, say, skippedIn, undo, walkOf } from './walk.ts'

type Say = (said: Said) => void

/** One sentence: the original, the draft, and the three things that can be said of it. */
const Sentence = ({ text, id, onSay }: { text: Text; id: string; onSay: Say }) => {
  const t = useT()
  const format = useFormat()
  const written = text.words[id]
  const [better, setBetter] = useState<string>()
  const own = { lang: text.language, dir: directionOf(text.language) }
  return (
    <>
      {/* Read out when it comes, so that the hand may stay on the button. */}
      <div className="stack" role="status">
        <p className="review-source" lang="en" dir="ltr">
          {text.english[id] ?? id}
        </p>
        {written === undefined ? (
          <p className="quiet">
            <T id="signs.review.missing" />
          </p>
        ) : (
          <p className="review-draft" {...own}>
            {written}
          </p>
        )}
      </div>
      {better !== undefined && (
        <TextArea
          name="better"
          label={t('signs.review.better', { language: format.language(text.language) })}
          lang={text.language}
          value={better}
          onChange={setBetter}
          maxLength={4000}
        />
      )}
      <div className="review-acts">
        {better === undefined ? (
          <>
            {written !== undefined && (
              <Button onClick={() => onSay({ said: 'right' })}>
                <T id="signs.review.right" />
              </Button>
            )}
            <Button kind="secondary" onClick={() => setBetter(written ?? '')}>
              <T id={written === undefined ? 'signs.review.write' : 'signs.review.change'} />
            </Button>
            <Button kind="quiet" onClick={() => onSay({ said: 'skipped' })}>
              <T id="signs.review.skip" />
            </Button>
          </>
        ) : (
          <>
            {better.trim() !== '' && better.trim() !== written && (
              <Button onClick={() => onSay({ said: 'changed', words: better.trim() })}>
                <T id="signs.review.keep" />
              </Button>
            )}
            <Button kind="quiet" onClick={() => setBetter(undefined)}>
              <T id="signs.review.asItWas" />
            </Button>
          </>
        )}
      </div>
    </>
  )
}

/** Every sentence was looked at: the words are confirmed as they are, or what was worded better is sent. */
const End = ({ text, walk, onAgain, onSent }: { text: Text; walk: Walk; onAgain: () => void; onSent: () => void }) => {
  const t = useT()
  const format = useFormat()
  const [isNative, setNative] = useState(false)
  const [unsaid, setUnsaid] = useState(false)
  const { busy, failed, send } = useSending()
  const { kind, id, version, language, digest } = text
  const changes = changesIn(walk)
  const changed = Object.keys(changes).length
  const skipped = skippedIn(walk).filter((one) => text.words[one] !== undefined).length
  const finish = async () => {
    setUnsaid(!isNative)
    if (!isNative) return
    const of = { kind, id, version, language, digest }
    const isDone =
      changed > 0
        ? await send('content.change_texts', { ...of, words: changes })
        : await send('content.review_texts', of)
    if (isDone) onSent()
  }
  const message = unsaid ? t('signs.review.native.missing') : failed
  return (
    <>
      <p role="status">
        <T id="signs.review.all" values={{ changed, skipped }} />
      </p>
      {skipped > 0 && (
        <div>
          <Button kind={changed > 0 ? 'secondary' : 'primary'} onClick={onAgain}>
            <T id="signs.review.again" />
          </Button>
        </div>
      )}
      {(changed > 0 || skipped === 0) && (
        <>
          {changed > 0 && (
            <p>
              <T id="signs.review.second" />
            </p>
          )}
          <ErrorSummary errors={message === undefined ? [] : [{ field: 'native', message }]} />
          <Checkbox
            name="native"
            label={t('signs.review.native', { language: format.language(language) })}
            value={isNative}
            onChange={setNative}
          />
          <div>
            <Button busy={busy} onClick={() => void finish()}>
              <T id={changed > 0 ? 'signs.review.send' : 'signs.review.do'} values={{ changed }} />
            </Button>
          </div>
        </>
      )}
    </>
  )
}

/** A text read sentence by sentence, by somebody whose language it is. What was said is kept on the device and can be taken back. */
export const OneByOne = ({ text }: { text: Text }) => {
  const t = useT()
  const [withMissing, setWithMissing] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const { value, change, saving, discard } = useDraft<Walk>(
    `texts/${text.kind}/${text.id}@${text.version}/${text.language}`,
    { what: 'signs.review.draftOf', resume: textAddress(text), initial: notBegun(text.digest) },
  )
  if (!value) return null
  const walk = walkOf(value, text.digest)
  const written = Object.keys(text.words)
  const missing = Object.keys(text.english).filter((id) => text.words[id] === undefined)
  const ids = withMissing ? [...written, ...missing] : written
  const id = nextIn(walk, ids)
  const done = ids.filter((one) => walk.said[one] !== undefined).length
  const turn = (next: Walk) => {
    change(next)
    // Buttons come and go with what was pressed; the place in the page does not.
    if (nextIn(next, ids) === undefined || id === undefined) heading.current?.focus()
  }
  return (
    <section className="stack review no-print">
      <h2 tabIndex={-1} ref={heading}>
        {id === undefined ? t('signs.review.confirm') : t('signs.review.at', { at: done + 1, of: ids.length })}
      </h2>
      <progress value={done} max={Math.max(1, ids.length)} aria-label={t('signs.review.progress')} />
      {id === undefined ? (
        <End text={text} walk={walk} onAgain={() => turn(again(walk))} onSent={() => void discard()} />
      ) : (
        <Sentence key={id} text={text} id={id} onSay={(said) => turn(say(walk, id, said))} />
      )}
      <div className="review-acts">
        {walk.order.length > 0 && (
          <Button kind="quiet" onClick={() => turn(undo(walk))}>
            <T id="signs.review.undo" />
          </Button>
        )}
        <SaveStatus saving={saving} />
      </div>
      {missing.length > 0 && (
        <Callout tone="plain">
          <p>
            <T id="signs.review.notWritten" values={{ count: missing.length }} />
          </p>
          <Checkbox
            name="missing"
            label={t('signs.review.withMissing')}
            value={withMissing}
            onChange={setWithMissing}
          />
        </Callout>
      )}
    </section>
  )
}
