import { type AnswerOption, type InterviewScript, optionsOf } from '@ariadne/domain/interviewScript'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { ScriptContent } from '../../lib/content/bundle.ts'
import { type Reading, findReading, read } from '../../lib/content/texts.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { useHasText, T, useT } from '../../lib/i18n/text.tsx'
import { Button } from '../Button.tsx'
import { Callout, Tag } from '../Tag.tsx'
import { Answers } from './Answers.tsx'
import { In, Spoken } from './Spoken.tsx'
import './talk.css'

type Block = InterviewScript['blocks'][number]
export type Effect = AnswerOption['effect']

export interface TalkProgress {
  readonly at: number
  readonly answers: Readonly<Record<string, readonly string[]>>
}

interface TalkProps {
  content: ScriptContent
  /** The language the person hears; the officer's is that of the page. */
  language: string
  progress: TalkProgress
  onProgress: (next: TalkProgress) => void
  /** What the app does when an answer has an effect of its own; going on, repeating and showing what to do now is done here. */
  onEffect: (effect: Effect, block: Block) => void
  /** What the app puts in where a block asks for it, once for each language that is shown. */
  insert?: (name: NonNullable<Block['insert']>, reading: Reading) => ReactNode
  onEnd: () => void
}

/** Effects that say something to the officer before the talk goes on. */
const TOLD: readonly Effect[] = [
  'repeat',
  'pause',
  'stop',
  'private_place',
  'interpreter',
  'child_protection',
  'self_identified',
]

/** A script has at least one block; a place beyond its end is its last. */
const blockAt = <B,>(script: { readonly blocks: readonly B[] }, at: number): B => {
  const block = script.blocks[at] ?? script.blocks.at(-1)
  if (block === undefined) throw new Error('A script without blocks')
  return block
}

/**
 * A talk, block by block: what to say, what to ask, what was answered. Nothing is read out of the other script, nobody has to
 * answer, and one can go back at any time.
 * @example <Talk content={script} language="ar" progress={talk} onProgress={save} onEffect={act} onEnd={leave} />
 */
export const Talk = ({ content, language, progress, onProgress, onEffect, insert, onEnd }: TalkProps) => {
  const { script, texts } = content
  const t = useT()
  const has = useHasText()
  const mine = read(texts, useLanguage().language)
  // No English in between: a sentence nobody has written in the person's language is shown in the officer's.
  const theirs = findReading(texts, language) ?? mine
  const at = Math.min(progress.at, script.blocks.length - 1)
  const block = blockAt(script, at)
  const isLast = at === script.blocks.length - 1
  const [told, setTold] = useState<Effect | null>(null)
  const chosen = progress.answers[block.id] ?? []

  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useRef(at)
  useEffect(() => {
    if (shown.current !== at) heading.current?.focus()
    shown.current = at
  }, [at])

  const go = (to: number, answers = progress.answers) => {
    setTold(null)
    if (to >= script.blocks.length) onEnd()
    else onProgress({ at: Math.max(0, to), answers })
  }
  const tap = (option: AnswerOption) => {
    const next = block.several
      ? chosen.includes(option.id)
        ? chosen.filter((id) => id !== option.id)
        : [...chosen, option.id]
      : [option.id]
    const answers = { ...progress.answers, [block.id]: next }
    const isTaken = next.includes(option.id)
    if (isTaken && option.effect !== 'continue') onEffect(option.effect, block)
    if (isTaken && TOLD.includes(option.effect)) {
      setTold(option.effect)
      onProgress({ at, answers })
    } else if (!block.several && option.effect === 'continue') go(at + 1, answers)
    else onProgress({ at, answers })
  }

  const own = block.options
  const always = optionsOf(script, block).filter((option) => !own.some((one) => one.id === option.id))
  const spokenId = `block.${block.id}.spoken`
  const gap = block.insert
  const put = insert && gap ? (reading: Reading) => insert(gap, reading) : undefined

  return (
    <section className="talk" aria-labelledby="talk-heading">
      <div className="talk-head">
        <h2 id="talk-heading" ref={heading} tabIndex={-1}>
          <T id="talk.part" values={{ at: at + 1, of: script.blocks.length }} />
        </h2>
        {(mine.draft || theirs.draft) && (
          <Tag tone="warn">
            <T id="talk.draftTexts" />
          </Tag>
        )}
        {block.toBeConfirmed && (
          <Tag tone="warn">
            <T id="talk.toBeConfirmed" />
          </Tag>
        )}
      </div>
      <progress className="visually-hidden" max={script.blocks.length} value={at + 1} aria-labelledby="talk-heading" />
      <p className="talk-note">
        <strong>
          <T id="talk.forYou" />
        </strong>{' '}
        <In reading={mine} id={`block.${block.id}.note`} />
      </p>

      {block.kind === 'officer' ? (
        put?.(mine)
      ) : (
        <Spoken mine={mine} theirs={theirs} id={spokenId} pictogram={block.pictogram} below={put} />
      )}

      {told && (
        <div role="status">
          <Callout tone={told === 'stop' ? 'warn' : 'accent'} title={t(`talk.told.${told}.title`)}>
            {has(`talk.told.${told}.body`) && <p>{t(`talk.told.${told}.body`)}</p>}
          </Callout>
        </div>
      )}

      <Answers
        options={own}
        chosen={chosen}
        several={block.several}
        mine={mine}
        theirs={block.kind === 'officer' ? undefined : theirs}
        label={t(block.kind === 'say' ? 'talk.then' : 'talk.answers')}
        onTap={tap}
      />
      {always.length > 0 && (
        <Answers
          options={always}
          chosen={chosen}
          several={block.several}
          mine={mine}
          theirs={theirs}
          label={t('talk.always')}
          quiet
          onTap={tap}
        />
      )}

      <div className="row talk-way">
        {at > 0 && (
          <Button kind="secondary" onClick={() => go(at - 1)}>
            <T id="talk.back" />
          </Button>
        )}
        {told === 'stop' ? (
          <Button onClick={onEnd}>
            <T id="talk.endHere" />
          </Button>
        ) : (
          <Button kind={block.several || told || own.length === 0 ? 'primary' : 'secondary'} onClick={() => go(at + 1)}>
            <T id={isLast ? 'talk.end' : 'talk.next'} />
          </Button>
        )}
        {!isLast && told !== 'stop' && (
          <Button kind="quiet" onClick={onEnd}>
            <T id="talk.leave" />
          </Button>
        )}
      </div>
    </section>
  )
}
