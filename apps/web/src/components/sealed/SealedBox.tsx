import './sealed.css'
import { type DataClass, OPENING_REASONS } from '@ariadne/domain'
import { type ReactNode, useState } from 'react'
import { codeOf } from '../../lib/api/problem.ts'
import type { Opened } from '../../lib/case/submit.ts'
import { RefusedError } from '../../lib/case/refused.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { Button } from '../Button.tsx'
import { Radios } from '../Choices.tsx'
import { Icon } from '../Icon.tsx'
import { When } from '../When.tsx'
import { Callout } from '../Tag.tsx'
import { useActWords } from '../act/words.ts'
import { SealedTextView } from './SealedText.tsx'
import { useVeil } from './useVeil.ts'

export type Opener = (reason: string) => Promise<readonly Opened[]>

/** A class of sealed information as a small closed lock; says what is inside without saying anything of it. */
export const SealedChip = ({ partClass }: { partClass: string }) => {
  const words = useActWords()
  return (
    <span className="sealed-chip">
      <Icon name="lock" size={14} />
      {words.code(partClass, 'class')}
    </span>
  )
}

/** Message for anything that can stand in the way of opening. */
export const OpeningFailed = ({ error }: { error: unknown }) => {
  const words = useActWords()
  const refused = error instanceof RefusedError ? error.outcome : null
  return (
    <Callout tone="danger" title={<T id="sealed.failed" />}>
      <p>{words.refusal(refused?.code ?? codeOf(error), refused?.mayInstead)}</p>
    </Callout>
  )
}

/**
 * Sealed information that is opened for a reason, shown as long as somebody looks, and closes by itself.
 * @example <SealedBox title={<T id="casefile.identity" />} classes={['identity']} opener={(reason) => openParts(open, ids, reason, by, me)} />
 */
export const SealedBox = ({
  title,
  classes,
  opener,
  onOpened,
  note,
}: {
  /** Left out inside something that has a heading already: then it is one line. */
  title?: ReactNode
  /** What is in it. */
  classes: readonly DataClass[]
  opener: Opener
  /** Tells the page what was opened, and null when it closes again. */
  onOpened?: (parts: readonly Opened[] | null) => void
  note?: ReactNode
}) => {
  const t = useT()
  const words = useActWords()
  const [step, setStep] = useState<'closed' | 'asking' | 'opening'>('closed')
  const [reason, setReason] = useState<string>()
  const [missing, setMissing] = useState(false)
  const [opened, setOpened] = useState<readonly Opened[] | null>(null)
  const [failed, setFailed] = useState<unknown>(null)
  const close = () => {
    setOpened(null)
    onOpened?.(null)
    setStep('closed')
    setReason(undefined)
  }
  const { blurred, show } = useVeil(opened !== null, close)

  const go = async () => {
    if (!reason) return setMissing(true)
    setFailed(null)
    setStep('opening')
    try {
      const parts = await opener(reason)
      setOpened(parts)
      onOpened?.(parts)
    } catch (error) {
      setFailed(error)
      setStep('asking')
    }
  }

  return (
    <section className="sealed-box" data-open={opened ? '' : undefined} data-compact={title ? undefined : ''}>
      <div className="sealed-head">
        {title ? (
          <h2>
            <Icon name="lock" size={18} />
            {title}
          </h2>
        ) : (
          <span className="chips">
            {[...new Set(classes)].map((one) => (
              <SealedChip key={one} partClass={one} />
            ))}
          </span>
        )}
        {opened ? (
          <Button kind="secondary" size="small" onClick={close}>
            <T id="sealed.close" />
          </Button>
        ) : (
          step === 'closed' && (
            <Button kind="secondary" size="small" onClick={() => setStep('asking')}>
              <T id="sealed.open" />
            </Button>
          )
        )}
      </div>
      {!opened && title && (
        <p className="chips">
          {[...new Set(classes)].map((one) => (
            <SealedChip key={one} partClass={one} />
          ))}
        </p>
      )}
      {!opened && step === 'closed' && note && <p className="quiet small">{note}</p>}
      {!opened && step !== 'closed' && (
        <div className="stack sealed-ask">
          {failed !== null && <OpeningFailed error={failed} />}
          <Radios
            name="opening-reason"
            label={<T id="sealed.reason" />}
            hint={<T id="sealed.reason.hint" />}
            error={missing && !reason ? t('sealed.reason.missing') : undefined}
            choices={OPENING_REASONS.map((value) => ({ value, label: words.code(value, 'reason') }))}
            value={reason as (typeof OPENING_REASONS)[number] | undefined}
            onChange={(next) => {
              setReason(next)
              setMissing(false)
            }}
          />
          <div className="row">
            <Button busy={step === 'opening'} onClick={() => void go()}>
              <T id="sealed.open.now" />
            </Button>
            <Button kind="quiet" onClick={() => setStep('closed')}>
              <T id="sealed.leave" />
            </Button>
          </div>
        </div>
      )}
      {opened && (
        <>
          <p className="quiet small" role="status">
            <T id="sealed.opened" values={{ reason: words.code(reason ?? '', 'reason') }} />
          </p>
          <div className="sealed-content">
            <div className={blurred ? 'veiled' : undefined} aria-hidden={blurred || undefined} inert={blurred}>
              {opened.map((part) => (
                <div className="sealed-part" key={part.partId}>
                  <h3>
                    {words.code(part.class)}{' '}
                    <span className="quiet small">
                      <When at={part.at} show="date" />
                    </span>
                  </h3>
                  <SealedTextView text={part.text} />
                </div>
              ))}
              {opened.length === 0 && (
                <p>
                  <T id="sealed.nothing" />
                </p>
              )}
            </div>
            {blurred && (
              <div className="sealed-veil">
                <Button kind="secondary" onClick={show}>
                  <T id="sealed.show" />
                </Button>
              </div>
            )}
          </div>
        </>
      )}
    </section>
  )
}
