import type { Estimate } from '@ariadne/signals/estimate'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Details } from '../../../components/Details.tsx'
import { ErrorSummary, errorOf, type FieldError } from '../../../components/Field.tsx'
import { TextArea } from '../../../components/TextField.tsx'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { FiguresPage } from '../FiguresPage.tsx'
import { EstimateFigure } from './EstimateFigure.tsx'
import { readTable } from './readTable.ts'
import './estimate.css'

const EXAMPLE = 'police,shelter,helpline,people\n1,0,0,120\n0,1,0,90\n0,0,1,70\n1,1,0,25\n1,0,1,14\n0,1,1,11\n1,1,1,5'

/** How many are on no list: worked out on this device from a pasted table; nothing is sent and nothing is kept. */
export const EstimatePage = () => {
  const t = useT()
  const [text, setText] = useState('')
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<Estimate | null>(null)
  const worker = useRef<Worker | null>(null)
  const result = useRef<HTMLDivElement>(null)
  useEffect(() => () => worker.current?.terminate(), [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAnswer(null)
    const read = readTable(text)
    if (!read.ok) {
      const words = read.faults
        .slice(0, 8)
        .map(({ row, column, problem }) => t(`figures.estimate.fault.${problem}`, { row, column }))
      return setErrors([{ field: 'table', message: words.join(' ') }])
    }
    setErrors([])
    setBusy(true)
    worker.current?.terminate()
    const working = new Worker(new URL('./estimate.worker.ts', import.meta.url), { type: 'module' })
    worker.current = working
    working.addEventListener('message', ({ data }: MessageEvent<Estimate>) => {
      setAnswer(data)
      setBusy(false)
      working.terminate()
      requestAnimationFrame(() => result.current?.focus())
    })
    working.addEventListener('error', () => {
      setErrors([{ field: 'table', message: t('refusal.unexpected') }])
      setBusy(false)
    })
    working.postMessage(read.table)
  }
  return (
    <FiguresPage titleId="figures.estimate.title" lead={<T id="figures.estimate.lead" />}>
      <form noValidate className="no-print" onSubmit={submit}>
        <ErrorSummary errors={errors} />
        <TextArea
          name="table"
          label={<T id="figures.estimate.table" />}
          hint={<T id="figures.estimate.tableHint" />}
          error={errorOf(errors, 'table')}
          rows={9}
          lang="zxx"
          value={text}
          onChange={setText}
        />
        <div className="field">
          <label className="field-label" htmlFor="field-file">
            <T id="figures.estimate.file" />
          </label>
          <input
            id="field-file"
            className="file-input"
            type="file"
            accept=".csv,text/csv,text/plain"
            onChange={(event) => void event.target.files?.[0]?.text().then(setText)}
          />
        </div>
        <div className="row">
          <Button type="submit" busy={busy}>
            <T id="figures.estimate.work" />
          </Button>
          <Button kind="quiet" onClick={() => setText(EXAMPLE)}>
            <T id="figures.estimate.example" />
          </Button>
        </div>
      </form>
      <div ref={result} tabIndex={-1} className="estimate-result">
        <p role="status" className="quiet">
          {busy && <T id="figures.estimate.working" />}
        </p>
        {answer && <EstimateFigure answer={answer} />}
      </div>
      <Details summary={<T id="figures.estimate.how" />}>
        <p>
          <T id="figures.estimate.how.lists" />
        </p>
        <p>
          <T id="figures.estimate.how.models" />
        </p>
        <p>
          <T id="figures.estimate.how.never" />
        </p>
      </Details>
    </FiguresPage>
  )
}
