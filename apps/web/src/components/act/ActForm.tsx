import {
  ACTS,
  type Act,
  type Actor,
  type DataClass,
  type FormField,
  append,
  formOf,
  judge,
  unitsToSealFor,
} from '@ariadne/domain'
import { type ReactNode, useMemo, useState } from 'react'
import { queries } from '../../lib/api/useRead.ts'
import { NO_NAMES, type Names } from '../../lib/case/directory.ts'
import { type ActOutcome, type Draft, submitActs } from '../../lib/case/submit.ts'
import type { OpenCase } from '../../lib/case/useCase.ts'
import { nowIso } from '../../lib/clock.ts'
import { useDraft } from '../../lib/device/drafts.ts'
import { T } from '../../lib/i18n/text.tsx'
import { useMe } from '../../lib/session/me.tsx'
import { Button } from '../Button.tsx'
import { Radios } from '../Choices.tsx'
import { errorOf, type FieldError } from '../Field.tsx'
import { QuestionPage } from '../QuestionPage.tsx'
import { SummaryList, type SummaryRow } from '../SummaryList.tsx'
import { ActField, type Choosable } from './ActField.tsx'
import { ConflictCompared, OutcomeCallout } from './Outcome.tsx'
import { SealedEntries, entriesOf } from './SealedEntries.tsx'
import { useAnswer } from './useAnswer.ts'
import { type Sealed, type Values, askedFields, bodyOf, bodyProblems, writtenTexts } from './values.ts'
import { useActWords } from './words.ts'

interface ActFormProps {
  open: OpenCase
  kind: string
  /** In which function it is done; where somebody has several that may, `actors` lets them choose. */
  by: Actor
  actors?: readonly Actor[]
  /** Entries the page knows already; they are not asked. */
  fixed?: Values
  /** Values to begin with; they are asked. */
  initial?: Values
  choosable?: Choosable | ((values: Values) => Choosable)
  names?: Names
  /** Classes somebody may write where the act lets them choose. */
  classes?: readonly DataClass[]
  back: string
  caption?: ReactNode
  intro?: ReactNode
  /** Stands above the entries and above the summary: what this act is about. */
  above?: ReactNode
  why?: ReactNode
  /** Message id of the tab's title. */
  titleId?: string
  /** Where this form is found again: for the draft and for a refused entry in the outbox. */
  address?: string
  /** `queued`: there was no network; the act waits on this device. */
  onDone: (outcome: ActOutcome) => void
}

interface Written {
  readonly values: Values
  readonly sealed: Sealed
  readonly as: string | null
}

const nameOf = (actor: Actor): string => `${actor.unitId}/${actor.function}`
const NO_CLASSES: readonly DataClass[] = []

/**
 * The form of any act, made from the act itself: its entries, its sealed texts, a summary to check, and what the rules say to
 * it before anything is sent. What was typed is kept on the device until the server has accepted. The act relies on the
 * case as it was when the form was opened: when others have moved it since, both are shown side by side.
 */
export const ActForm = (props: ActFormProps) => {
  const { open, kind } = props
  const draftId = `act/${open.state.caseId}/${kind}/${String(props.fixed?.['handoverId'] ?? props.fixed?.['agreementId'] ?? '')}`
  const address = props.address ?? `/cases/${open.state.caseId}/acts/${kind}`
  const draft = useDraft<Written>(draftId, {
    what: `act.${kind}`,
    resume: address,
    initial: { values: props.initial ?? {}, sealed: {}, as: null },
  })
  return draft.value ? (
    <Form {...props} draftId={draftId} address={address} draft={{ ...draft, value: draft.value }} />
  ) : null
}

const Form = ({
  open,
  kind,
  by,
  actors = [by],
  fixed = {},
  choosable = {},
  names = NO_NAMES,
  classes = NO_CLASSES,
  back,
  caption,
  intro,
  above,
  why,
  titleId = 'casefile.title',
  address,
  draftId,
  draft,
  onDone,
}: ActFormProps & {
  draftId: string
  address: string
  draft: Omit<ReturnType<typeof useDraft<Written>>, 'value'> & { value: Written }
}) => {
  const me = useMe()
  const words = useActWords(names)
  const definition = ACTS.get(kind)
  if (!definition) throw new Error(`No act ${kind}`)
  const { values, sealed, as } = draft.value
  const allFields = useMemo(() => formOf(definition), [definition])
  const fields = askedFields(allFields, fixed)
  const actor = actors.find((one) => nameOf(one) === as) ?? by
  const chosen: readonly DataClass[] = allFields.some((field) => field.name === 'class')
    ? ([values['class'] ?? fixed['class']].filter(Boolean) as DataClass[])
    : classes
  const texts = definition.parts.flatMap((rule) =>
    (rule.class === 'chosen' ? chosen : [rule.class]).map((one) => ({
      class: one,
      must: rule.need === 'must' && (rule.class !== 'chosen' || allFields.some((field) => field.name === 'class')),
    })),
  )
  const [seen, setSeen] = useState(open)
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const nothingToAsk = fields.length === 0 && texts.length === 0 && actors.length < 2
  const [checking, setChecking] = useState(nothingToAsk)
  const { busy, outcome, setOutcome, send } = useAnswer()
  const change = (next: Partial<Written>) => draft.change((now) => ({ ...now, ...next }))

  const body = bodyOf(allFields, values, fixed)
  const written = writtenTexts(
    sealed,
    texts.map((text) => text.class),
  )
  const toSend: Draft = { kind, by: actor, body, texts: written }
  const asAct = (): Act => ({
    id: '00000000-0000-7000-8000-000000000000' as Act['id'],
    caseId: seen.state.caseId,
    kind,
    version: definition.version,
    by: actor,
    occurredAt: nowIso(),
    reliesOn: { ...seen.state.revisions },
    body,
    parts: Object.keys(written).map((one) => ({
      partId: '00000000-0000-7000-8000-000000000000' as never,
      class: one as DataClass,
    })),
  })
  const readersOf = (partClass: DataClass): string[] => {
    const act = asAct()
    try {
      const state = kind.startsWith('handover.') ? seen.state : append(seen.state, act)
      return unitsToSealFor(state, act, partClass).map(names.unit)
    } catch {
      // The entries are not whole yet; then the general words stand there.
      return []
    }
  }

  const check = () => {
    const problems: FieldError[] = bodyProblems(definition, fields, body).map(({ field, code }) => ({
      field,
      message: words.problem(code, kind, field),
    }))
    for (const text of texts)
      if (text.must && !written[text.class])
        problems.push({
          field: `${text.class}-${entriesOf(text.class)[0]}`,
          message: words.refusal('sealed_part_missing'),
        })
    const judgement = problems.length === 0 ? judge(seen.state, asAct(), nowIso()) : undefined
    const refusal = judgement?.outcome === 'refused' ? judgement.refusal : undefined
    const field = refusal?.field?.replace(/^body\./, '')
    if (refusal && field !== undefined && fields.some((one) => one.name === field))
      problems.push({ field, message: words.refusal(refusal.code, refusal.mayInstead) })
    setErrors(problems)
    // What no field is to blame for stands above them all.
    setOutcome(
      refusal && problems.length === 0
        ? {
            status: 'refused',
            code: refusal.code,
            ...(refusal.mayInstead === undefined ? {} : { mayInstead: refusal.mayInstead }),
          }
        : null,
    )
    if (problems.length === 0 && !refusal) setChecking(true)
  }

  const sendAct = async () => {
    const answer = await send(async () => {
      await draft.flush()
      return submitActs(seen.state, [toSend], me, { fix: address, draft: draftId })
    })
    if (answer.status === 'accepted') await draft.discard()
    if (answer.status === 'accepted' || answer.status === 'queued') return onDone(answer)
    if (answer.status === 'conflict') await queries.invalidateQueries()
    const field = 'field' in answer && answer.field?.replace(/^body\./, '')
    if (answer.status !== 'refused' || !field || !fields.some((one) => one.name === field)) return
    setErrors([{ field, message: words.refusal(answer.code ?? 'field_invalid', answer.mayInstead) }])
    setChecking(false)
  }

  const asked = (field: FormField) => (
    <ActField
      key={field.name}
      kind={kind}
      field={field}
      value={values[field.name]}
      onChange={(value) => draft.change((now) => ({ ...now, values: { ...now.values, [field.name]: value } }))}
      error={errorOf(errors, field.name)}
      words={words}
      choosable={typeof choosable === 'function' ? choosable({ ...fixed, ...values }) : choosable}
    />
  )

  if (!checking)
    return (
      <QuestionPage
        key="fill"
        titleId={titleId}
        question={words.act(kind)}
        caption={caption}
        hint={intro}
        why={why}
        back={back}
        errors={errors}
        saving={draft.saving}
        onContinue={check}
      >
        {outcome && <OutcomeCallout outcome={outcome} words={words} />}
        {above}
        {actors.length > 1 && (
          <Radios
            name="as"
            label={<T id="act.as" />}
            choices={actors.map((one) => ({
              value: nameOf(one),
              label: `${words.code(one.function)} · ${names.unit(one.unitId)}`,
            }))}
            value={nameOf(actor)}
            onChange={(next) => change({ as: next })}
          />
        )}
        {fields.filter((field) => field.kind !== 'confirm').map(asked)}
        {texts.map((text) => (
          <SealedEntries
            key={text.class}
            partClass={text.class}
            optional={!text.must}
            value={sealed[text.class] ?? {}}
            readers={readersOf(text.class)}
            error={errorOf(errors, `${text.class}-${entriesOf(text.class)[0]}`)}
            onChange={(value) => draft.change((now) => ({ ...now, sealed: { ...now.sealed, [text.class]: value } }))}
          />
        ))}
        {/* Statements come last, like a signature. */}
        {fields.filter((field) => field.kind === 'confirm').map(asked)}
      </QuestionPage>
    )

  const conflict = outcome?.status === 'conflict'
  /** Takes the case as it is now; what was written is asked and judged again. */
  const redo = () => {
    setSeen(open)
    setOutcome(null)
    setChecking(nothingToAsk)
  }
  const rows: SummaryRow[] = [
    ...(actors.length > 1
      ? [{ key: 'as', label: <T id="act.as" />, value: `${words.code(actor.function)} · ${names.unit(actor.unitId)}` }]
      : []),
    ...fields.map((field) => ({
      key: field.name,
      label: words.field(kind, field.name),
      value: words.value(field, body[field.name]),
    })),
    ...Object.entries(written).map(([partClass, text]) => ({
      key: partClass,
      label: words.code(partClass),
      value: <span className="sealed-text">{Object.values(text).join(' · ')}</span>,
    })),
  ]
  return (
    <QuestionPage
      key="check"
      titleId={titleId}
      question={words.act(kind)}
      caption={caption}
      hint={<T id="act.check" />}
      back={back}
      onContinue={conflict ? redo : () => void sendAct()}
      continueLabel={<T id={conflict ? 'act.conflict.redo' : 'act.confirm'} />}
      busy={busy}
      more={
        !nothingToAsk &&
        !conflict && (
          <Button kind="quiet" onClick={() => setChecking(false)}>
            <T id="shell.change" />
          </Button>
        )
      }
    >
      {outcome && <OutcomeCallout outcome={outcome} words={words} />}
      {nothingToAsk && intro}
      {above}
      {conflict ? <ConflictCompared rows={rows} seen={seen} open={open} words={words} /> : <SummaryList rows={rows} />}
    </QuestionPage>
  )
}
