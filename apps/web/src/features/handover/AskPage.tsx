import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { ActForm } from '../../components/act/ActForm.tsx'
import { useActWords } from '../../components/act/words.ts'
import { Radios } from '../../components/Choices.tsx'
import type { FieldError } from '../../components/Field.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { Reading } from '../../components/Reading.tsx'
import { Callout } from '../../components/Tag.tsx'
import { Id } from '../../components/When.tsx'
import { useDirectory } from '../../lib/case/directory.ts'
import { useCase, type OpenCase } from '../../lib/case/useCase.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { newId } from '../../lib/id.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useSearchText } from '../../lib/params.ts'
import { NotSent } from './NotSent.tsx'
import { useCaseId } from './useHandover.ts'

/** The first question to another country: can you do this at all? Nothing about the person is in it. */
export const AskPage = () => {
  const read = useCase(useCaseId())
  return read.state === 'ready' ? <Ask open={read.data} /> : <Reading read={read} />
}

const Ask = ({ open }: { open: OpenCase }) => {
  const t = useT()
  const navigate = useNavigate()
  const directory = useDirectory()
  const words = useActWords(directory.names)
  const format = useFormat()
  const [handoverId] = useState(newId)
  const [unitId, setUnitId] = useState(useSearchText()['to'])
  const [chosen, setChosen] = useState(false)
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const back = `/cases/${open.state.caseId}/handover`
  const by = open.possible.find((one) => one.kind === 'handover.capability_asked' && one.refusal === null)?.by
  const unit = unitId ? directory.find(unitId) : undefined
  const { person } = open.state
  const fixed = useMemo(
    () =>
      unit && {
        handoverId,
        peer: unit.instanceId,
        recipientUnitId: unit.unitId,
        recipientCountry: unit.country,
        ageBand: person.ageBand,
        sex: person.sex,
        languages: person.languages,
      },
    [unit, handoverId, person],
  )
  const asked = directory.units.filter((one) => one.instanceId !== open.state.instanceId && one.publicKey)

  if (!by)
    return (
      <QuestionPage
        titleId="handover.title"
        question={<T id="act.handover.capability_asked" />}
        back={back}
        onContinue={() => void navigate({ to: back })}
      >
        <p>
          {words.refusal(
            open.possible.find((one) => one.kind === 'handover.capability_asked')?.refusal?.code ?? 'not_your_function',
          )}
        </p>
      </QuestionPage>
    )
  if (!chosen || !fixed)
    return (
      <QuestionPage
        titleId="handover.title"
        caption={<Id>{open.state.reference}</Id>}
        question={<T id="handover.ask.whom" />}
        hint={<T id="handover.ask.whomHint" />}
        back={back}
        errors={errors}
        onContinue={() => {
          if (unit) setChosen(true)
          else setErrors([{ field: 'recipientUnitId', message: t('handover.ask.whomMissing') }])
        }}
      >
        <Radios
          name="recipientUnitId"
          label={<T id="field.recipientUnitId" />}
          error={errors[0]?.message}
          choices={asked.map((one) => ({
            value: one.unitId as string,
            label: one.name,
            hint: `${format.country(one.country)} · ${words.code(one.kind, 'kind')} · ${format.list(one.languages.map(format.language))}`,
          }))}
          value={unitId}
          onChange={setUnitId}
        />
      </QuestionPage>
    )
  return (
    <ActForm
      open={open}
      kind="handover.capability_asked"
      by={by}
      fixed={fixed}
      names={directory.names}
      back={back}
      titleId="handover.title"
      caption={directory.names.unit(unit?.unitId ?? '')}
      address={`${back}/new`}
      intro={
        <>
          <Callout tone="good" title={<T id="handover.ask.nothing" />}>
            <p>
              <T
                id="handover.ask.whatGoes"
                values={{
                  age: words.code(person.ageBand, 'ageBand'),
                  sex: words.code(person.sex),
                  languages: format.list(person.languages.map(format.language)),
                }}
              />
            </p>
          </Callout>
          <NotSent stage="question" />
        </>
      }
      onDone={() => void navigate({ to: `${back}/${handoverId}` })}
    />
  )
}
