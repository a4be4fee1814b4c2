import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Radios } from '../../components/Choices.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { Link } from '../../components/Link.tsx'
import { Deadline } from '../../components/When.tsx'
import { useActWords } from '../../components/act/words.ts'
import { useRead } from '../../lib/api/useRead.ts'
import { useOutbox, send } from '../../lib/device/sender.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useT } from '../../lib/i18n/text.tsx'

const REASONS = ['met_elsewhere', 'moved_on', 'no_longer_needed'] as const

/** People of whom too little is known: a second talk, or a word why there is none. Coded facts only; nothing can be opened here. */
export const ToMeetAgain = () => {
  const t = useT()
  const { code } = useActWords()
  const format = useFormat()
  const outbox = useOutbox()
  const read = useRead('GET /api/queues/{queue}', { params: { queue: 'look_again' }, query: {} })
  const [asked, setAsked] = useState<{ screeningId: string; unitId: string }>()
  const [because, setBecause] = useState<(typeof REASONS)[number]>()
  const settled = new Set(outbox.filter((one) => one.kind === 'screening.no_second_look').map((one) => one.subject))
  const lines = (read.state === 'ready' ? read.data.entries : []).flatMap((line) =>
    line.subject.type === 'screening' && !settled.has(`look-again/${line.subject.screeningId}`)
      ? [{ ...line, screeningId: line.subject.screeningId }]
      : [],
  )
  if (lines.length === 0) return null
  const settle = async () => {
    if (!asked || !because) return
    await send({
      kind: 'screening.no_second_look',
      body: { ...asked, because } as never,
      subject: `look-again/${asked.screeningId}`,
      what: 'screening.outbox.noSecondLook',
    })
    setAsked(undefined)
  }
  return (
    <section aria-labelledby="again">
      <h2 id="again">
        <T id="screening.again" />
      </h2>
      <ul className="draft-list">
        {lines.map((line) => (
          <li key={line.screeningId}>
            <span>
              <Link to={`/screening/new?way=second_talk&follows=${line.screeningId}`}>
                {[
                  line.hints['ageBand'] ? code(line.hints['ageBand'], 'ageBand') : '',
                  line.hints['placeType'] ? code(line.hints['placeType'], 'placeType') : '',
                  line.hints['language'] ? format.language(line.hints['language']) : '',
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </Link>
              <span className="small draft-about">{line.dueAt && <Deadline due={line.dueAt} basis="target" />}</span>
            </span>
            <Button
              kind="quiet"
              size="small"
              onClick={() => {
                setBecause(undefined)
                setAsked({ screeningId: line.screeningId, unitId: line.unitId })
              }}
            >
              <T id="screening.again.not" />
            </Button>
          </li>
        ))}
      </ul>
      {asked && (
        <Dialog
          title={t('screening.again.why')}
          onClose={() => setAsked(undefined)}
          closeLabel={<T id="screening.again.keep" />}
          actions={
            because && (
              <Button onClick={() => void settle()}>
                <T id="screening.again.settle" />
              </Button>
            )
          }
        >
          <Radios
            name="because"
            label={t('screening.again.because')}
            choices={REASONS.map((value) => ({ value, label: t(`screening.again.${value}`) }))}
            value={because}
            onChange={setBecause}
          />
        </Dialog>
      )}
    </section>
  )
}
