import { ACTS, type Actor, type DataClass, type FormField, formOf, judge } from '@ariadne/domain'
import type { CommandOutcome } from '@ariadne/contract'
import { type ReactNode, useMemo, useState } from 'react'
import { type Draft, submitActs } from '../../lib/case/submit.ts'
import type { OpenCase } from '../../lib/case/useCase.ts'
import { codeOf } from '../../lib/api/problem.ts'
import { nowIso } from '../../lib/clock.ts'
import { T } from '../../lib/i18n/text.tsx'
import { useMe } from '../../lib/session/me.tsx'
import type { SealedText } from '../../lib/vault/parts.ts'
import { Button } from '../Button.tsx'
import { readDay } from '../DateField.tsx'
import { errorOf, type FieldError } from '../Field.tsx'
import { QuestionPage } from '../QuestionPage.tsx'
import { SummaryList } from '../SummaryList.tsx'
import { Callout } from '../Tag.tsx'
import { ActField, type Choosable } from './ActField.tsx'
import { SealedEntries, entriesOf, filled } from './SealedEntries.tsx'
import { NO_NAMES, type Names, useActWords } from './words.ts'

interface ActFormProps {
  open: OpenCase
  kind: string
  by: Actor
  /** Entries the page knows already; they are not asked. */
  fixed?: Readonly<Record<string, unknown>>
  /** Values to begin with; they are asked. */
  initial?: Readonly<Record<string, unknown>>
  choosable?: Choosable
  names?: Names
  /** Classes somebody may write where the act lets them choose. */
  classes?: readonly DataClass[]
  back: string
  caption?: ReactNode
  intro?: ReactNode
  /** Message id of the tab's title. */
  titleId?: string
  onDone: (outcome: CommandOutcome) => void
}

type Values = Readonly<Record<string, unknown>>

/** A day as the rules want it, or as it was typed when it is not whole yet. */
const settled = (field: FormField, value: unknown): unknown => {
  if (field.kind === 'day' && typeof value === 'string') {
    const read = readDay(value)
    return 'day' in read ? read.day : read.problem === 'empty' ? undefined : value
  }
  return value
}

const bodyOf = (fields: readonly FormField[], values: Values, fixed: Values): Record<string, unknown> => {
  const body: Record<string, unknown> = { ...fixed }
  for (const field of fields) {
    if (field.name in fixed) continue
    const value = settled(field, values[field.name])
    if (field.kind === 'confirm' && field.options[0] === (false as never)) body[field.name] = false
    else if (value !== undefined && value !== '') body[field.name] = value
    else if (field.kind === 'choices' || field.kind === 'languages') body[field.name] = []
    else if (field.optional) body[field.name] = null
  }
  return body
}

/**
 * The form of any act, made from the act itself: its entries, its sealed texts, a summary to check, and what the rules say to
 * it before anything is sent. What was typed stays until the server has accepted.
 */
export const ActForm = ({
  open,
  kind,
  by,
  fixed = {},
  initial = {},
  choosable = {},
  names = NO_NAMES,
  classes = [],
  back,
  caption,
  intro,
  titleId = 'casefile.title',
  onDone,
}: ActFormProps) => {
  const me = useMe()
  const words = useActWords(names)
  const definition = ACTS.get(kind)
  if (!definition) throw new Error(`No act ${kind}`)
  const fields = useMemo(
    () =>
      formOf(definition).filter(
        (field) => !(field.name in fixed) && !(field.kind === 'confirm' && field.options[0] === (false as never)),
      ),
    [definition, fixed],
  )
  const texts = useMemo(
    () =>
      definition.parts.flatMap((rule) =>
        rule.class === 'chosen'
          ? classes.map((one) => ({ class: one, need: rule.need }))
          : [{ class: rule.class, need: rule.need }],
      ),
    [definition, classes],
  )
  const [values, setValues] = useState<Values>(initial)
  const [sealed, setSealed] = useState<Partial<Record<DataClass, SealedText>>>({})
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [checking, setChecking] = useState(fields.length === 0 && texts.length === 0)
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<CommandOutcome | { status: 'failed'; code: string } | null>(null)

  const draft = (): Draft => {
    const kept = Object.fromEntries(
      Object.entries(sealed).flatMap(([partClass, text]) => (filled(text) ? [[partClass, filled(text)]] : [])),
    )
    return { kind, by, body: bodyOf(fields, values, fixed), texts: kept as Partial<Record<DataClass, SealedText>> }
  }

  const check = () => {
    const { body, texts: written } = draft()
    const problems: FieldError[] = []
    const parsed = definition.body.safeParse(body)
    if (!parsed.success)
      for (const issue of parsed.error.issues) {
        const field = String(issue.path[0] ?? '')
        if (!problems.some((one) => one.field === field))
          problems.push({ field, message: `${words.field(kind, field)}: ${words.refusal('field_invalid')}` })
      }
    for (const text of texts)
      if (
        text.need === 'must' &&
        !written?.[text.class] &&
        !(text.class !== undefined && definition.parts.some((rule) => rule.class === 'chosen'))
      )
        problems.push({
          field: `${text.class}-${entriesOf(text.class)[0]}`,
          message: words.refusal('sealed_part_missing'),
        })
    if (problems.length === 0) {
      const parts = Object.keys(written ?? {}).map((partClass) => ({
        partId: '00000000-0000-7000-8000-000000000000',
        class: partClass,
      }))
      const act = {
        id: '',
        caseId: open.state.caseId,
        kind,
        version: definition.version,
        by,
        occurredAt: nowIso(),
        reliesOn: open.state.revisions,
        body,
        parts,
      }
      const judgement = judge(open.state, act as never, nowIso())
      if (judgement.outcome === 'refused')
        problems.push({
          field: judgement.refusal.field?.replace(/^body\./, '') ?? '',
          message: words.refusal(judgement.refusal.code, judgement.refusal.mayInstead),
        })
    }
    setErrors(problems)
    setOutcome(null)
    if (problems.length === 0) setChecking(true)
  }

  const send = async () => {
    setBusy(true)
    try {
      const answer = await submitActs(open.state, [draft()], me)
      if (answer.status === 'accepted') return onDone(answer)
      setOutcome(answer)
      if (answer.status === 'refused' && answer.field) {
        setErrors([
          {
            field: answer.field.replace(/^body\./, ''),
            message: words.refusal(answer.code ?? 'field_invalid', answer.mayInstead),
          },
        ])
        setChecking(false)
      }
    } catch (error) {
      setOutcome({ status: 'failed', code: codeOf(error) })
    } finally {
      setBusy(false)
    }
  }

  if (!checking)
    return (
      <QuestionPage
        titleId={titleId}
        question={words.act(kind)}
        caption={caption}
        hint={intro}
        back={back}
        errors={errors}
        onContinue={check}
      >
        {fields.map((field) => (
          <ActField
            key={field.name}
            kind={kind}
            field={field}
            value={values[field.name]}
            onChange={(value) => setValues((now) => ({ ...now, [field.name]: value }))}
            error={errorOf(errors, field.name)}
            words={words}
            choosable={choosable}
          />
        ))}
        {texts.map((text) => (
          <SealedEntries
            key={text.class}
            partClass={text.class}
            optional={text.need === 'may'}
            value={sealed[text.class] ?? {}}
            onChange={(value) => setSealed((now) => ({ ...now, [text.class]: value }))}
          />
        ))}
      </QuestionPage>
    )

  const { body, texts: written } = draft()
  return (
    <QuestionPage
      titleId={titleId}
      question={words.act(kind)}
      caption={caption}
      hint={<T id="act.check" />}
      back={back}
      onContinue={() => void send()}
      continueLabel={<T id="act.confirm" />}
      busy={busy}
      more={
        (fields.length > 0 || texts.length > 0) && (
          <Button kind="quiet" onClick={() => setChecking(false)}>
            <T id="shell.change" />
          </Button>
        )
      }
    >
      {outcome && <OutcomeCallout outcome={outcome} words={words} />}
      {fields.length === 0 && texts.length === 0 && intro}
      <SummaryList
        rows={[
          ...fields.map((field) => ({
            key: field.name,
            label: words.field(kind, field.name),
            value: words.value(field, body[field.name]),
          })),
          ...Object.entries(written ?? {}).map(([partClass, text]) => ({
            key: partClass,
            label: words.code(partClass),
            value: Object.values(text ?? {}).join(' · '),
          })),
        ]}
      />
    </QuestionPage>
  )
}

/** What became of a command that was not accepted: nothing changed, and here is why. */
export const OutcomeCallout = ({
  outcome,
  words,
}: {
  outcome: CommandOutcome | { status: 'failed'; code: string }
  words: ReturnType<typeof useActWords>
}) => {
  if (outcome.status === 'conflict')
    return (
      <Callout tone="warn" title={<T id="act.conflict.title" />}>
        <p>
          <T
            id="act.conflict.body"
            values={{ region: words.code((outcome as CommandOutcome).conflict?.region ?? '', 'region') }}
          />
        </p>
      </Callout>
    )
  if (outcome.status === 'failed')
    return (
      <Callout tone="danger" title={<T id="act.failed.title" />}>
        <p>{words.refusal(outcome.code ?? 'unexpected')}</p>
      </Callout>
    )
  return (
    <Callout tone="danger" title={<T id="act.refused.title" />}>
      <p>{words.refusal(outcome.code ?? '', (outcome as CommandOutcome).mayInstead)}</p>
    </Callout>
  )
}
