import {
  type Actor,
  type DataClass,
  type DossierClass,
  type HandoverState,
  findEffectiveAgreement,
  findUsableOverride,
  purposeOf,
} from '@ariadne/domain'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { OutcomeCallout } from '../../components/act/Outcome.tsx'
import { useAnswer } from '../../components/act/useAnswer.ts'
import { SealedEntries } from '../../components/act/SealedEntries.tsx'
import { useActWords } from '../../components/act/words.ts'
import { Button } from '../../components/Button.tsx'
import { Checkboxes } from '../../components/Choices.tsx'
import { DateField, readDay } from '../../components/DateField.tsx'
import { errorOf, type FieldError } from '../../components/Field.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { SealedBox } from '../../components/sealed/SealedBox.tsx'
import { SealedTextView } from '../../components/sealed/SealedText.tsx'
import { Callout } from '../../components/Tag.tsx'
import { openParts, submitActs, type Opened } from '../../lib/case/submit.ts'
import type { OpenCase } from '../../lib/case/useCase.ts'
import { useDirectory } from '../../lib/case/directory.ts'
import { now, nowIso } from '../../lib/clock.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useMe } from '../../lib/session/me.tsx'
import type { SealedText } from '../../lib/vault/parts.ts'
import { NotSent } from './NotSent.tsx'

type Texts = Partial<Record<DataClass, SealedText>>
const MONTHS_3 = 90 * 86_400_000

/** What of a class is written down already, the newest last entry winning. */
const merged = (opened: readonly Opened[]): Texts => {
  const texts: Texts = {}
  for (const part of opened.toSorted((a, b) => a.at.localeCompare(b.at)))
    texts[part.class] = { ...texts[part.class], ...part.text }
  return texts
}
const isEmpty = (text: SealedText | undefined): boolean =>
  !text || Object.values(text).every((entry) => entry.trim() === '')

/** The dossier: only agreed classes, opened here, cut down here, and sealed here to the key of the unit that receives it. */
export const DossierForm = ({
  open,
  handover,
  by,
  back,
}: {
  open: OpenCase
  handover: HandoverState
  by: Actor
  back: string
}) => {
  const me = useMe()
  const t = useT()
  const navigate = useNavigate()
  const directory = useDirectory()
  const words = useActWords(directory.names)
  const format = useFormat()
  const to = { instanceId: handover.peer, unitId: handover.recipientUnitId }
  const agreement = findEffectiveAgreement(open.state, { ...to, purpose: purposeOf(handover.role) }, nowIso())
  const allowed = agreement?.classes ?? findUsableOverride(open.state, to, nowIso())?.classes ?? []
  const [chosen, setChosen] = useState<readonly DossierClass[]>(allowed)
  const [texts, setTexts] = useState<Texts>({})
  const [expires, setExpires] = useState(() => {
    const later = new Date(now() + MONTHS_3).toISOString().slice(0, 10)
    return agreement && agreement.expiresOn < later ? agreement.expiresOn : later
  })
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [checking, setChecking] = useState(false)
  const { busy, outcome, send } = useAnswer()
  const kept = open.state.parts.filter(
    (part) => part.handoverId === null && (allowed as readonly DataClass[]).includes(part.class),
  )
  const opener = open.possible.find((one) => one.kind === 'vault.opened')?.by
  const recipient = directory.names.unit(handover.recipientUnitId)

  const check = () => {
    const problems: FieldError[] = []
    if (chosen.length === 0) problems.push({ field: 'classes', message: t('handover.dossier.chooseOne') })
    if (!('day' in readDay(expires))) problems.push({ field: 'expiresOn', message: words.refusal('field_invalid') })
    for (const one of chosen)
      if (isEmpty(texts[one]))
        problems.push({ field: `${one}-text`, message: t('handover.dossier.emptyClass', { class: words.code(one) }) })
    setErrors(problems)
    setChecking(problems.length === 0)
  }
  const sendDossier = async () => {
    const day = readDay(expires)
    const body = {
      handoverId: handover.handoverId,
      classes: [...chosen],
      expiresOn: 'day' in day ? day.day : '',
      onwardSharing: false,
    }
    const sealed = Object.fromEntries(chosen.map((one) => [one, texts[one] ?? {}])) as Texts
    const act = { kind: 'handover.dossier_sent', by, body, texts: sealed }
    const said = await send(() => submitActs(open.state, [act], me))
    if (said.status === 'accepted' || said.status === 'queued') void navigate({ to: back })
  }

  if (checking)
    return (
      <QuestionPage
        titleId="handover.title"
        question={<T id="handover.dossier.preview" values={{ unit: recipient }} />}
        hint={<T id="handover.dossier.previewHint" />}
        back={back}
        onContinue={() => void sendDossier()}
        continueLabel={<T id="act.handover.dossier_sent" />}
        busy={busy}
        more={
          <Button kind="quiet" onClick={() => setChecking(false)}>
            <T id="shell.change" />
          </Button>
        }
      >
        {outcome && <OutcomeCallout outcome={outcome} words={words} />}
        {chosen.map((one) => (
          <section key={one} className="stack" data-sensitive="">
            <h2>{words.code(one)}</h2>
            <SealedTextView text={texts[one] ?? {}} />
          </section>
        ))}
        <p>
          <T id="handover.dossier.until" values={{ day: format.day(expires) }} /> <T id="handover.dossier.noOnward" />
        </p>
        <NotSent stage="dossier" />
      </QuestionPage>
    )
  return (
    <QuestionPage
      titleId="handover.title"
      caption={`${words.code(handover.role, 'role')} · ${recipient}`}
      question={<T id="act.handover.dossier_sent" />}
      hint={<T id="handover.dossier.hint" />}
      back={back}
      errors={errors}
      onContinue={check}
    >
      {allowed.length === 0 && (
        <Callout tone="warn">
          <p>{words.refusal('agreement_missing')}</p>
        </Callout>
      )}
      <Checkboxes
        name="classes"
        label={<T id="handover.dossier.which" />}
        hint={<T id="handover.dossier.whichHint" />}
        error={errorOf(errors, 'classes')}
        choices={allowed.map((one) => ({ value: one, label: words.code(one) }))}
        value={chosen}
        onChange={setChosen}
      />
      {kept.length > 0 && opener && (
        <SealedBox
          title={<T id="handover.dossier.fill" />}
          classes={[...new Set(kept.map((part) => part.class))]}
          opener={(reason) =>
            openParts(
              open,
              kept.map((part) => part.partId),
              reason,
              opener,
              me,
            )
          }
          onOpened={(parts) => parts && setTexts((written) => ({ ...merged(parts), ...written }))}
        />
      )}
      {chosen.map((one) => (
        <SealedEntries
          key={one}
          partClass={one}
          optional={false}
          value={texts[one] ?? {}}
          onChange={(text) => setTexts((written) => ({ ...written, [one]: text }))}
        />
      ))}
      <DateField
        name="expiresOn"
        label={words.field('handover.dossier_sent', 'expiresOn')}
        hint={<T id="handover.dossier.expiresHint" />}
        error={errorOf(errors, 'expiresOn')}
        value={expires}
        onChange={setExpires}
      />
    </QuestionPage>
  )
}
