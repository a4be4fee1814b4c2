import { useState } from 'react'
import { Radios } from '../../components/Choices.tsx'
import type { FieldError } from '../../components/Field.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import type { Option } from '../../components/Select.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'

/** Who will receive the person: somebody with a name, because a unit meets nobody at a bus station. */
export const ChooseWorker = ({
  workers,
  back,
  onChosen,
}: {
  workers: readonly Option[]
  back: string
  onChosen: (worker: Option) => void
}) => {
  const t = useT()
  const [id, setId] = useState<string>()
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const worker = workers.find((one) => one.value === id)
  return (
    <QuestionPage
      titleId="handover.title"
      question={<T id="handover.worker.question" />}
      hint={<T id="handover.intro.accepted" />}
      back={back}
      errors={errors}
      onContinue={() =>
        worker ? onChosen(worker) : setErrors([{ field: 'workerId', message: t('handover.worker.missing') }])
      }
    >
      <Radios
        name="workerId"
        label={<T id="field.workerId" />}
        error={errors[0]?.message}
        choices={workers}
        value={id}
        onChange={setId}
      />
    </QuestionPage>
  )
}
