import type { ReportView } from '@ariadne/contract'
import { useState } from 'react'
import { AuditProgress } from '../../../components/AuditProgress.tsx'
import { Button } from '../../../components/Button.tsx'
import { type Choice, Radios } from '../../../components/Choices.tsx'
import { Dialog } from '../../../components/Dialog.tsx'
import { useFormat } from '../../../lib/i18n/format.ts'
import { T } from '../../../lib/i18n/text.tsx'

type Release = NonNullable<ReportView['release']>
type Method = Release['last'] extends { method: infer M } | null ? M : never

const METHODS: readonly Method[] = ['suppress', 'round', 'noise']

/**
 * How a report leaves: each way with what it costs, in a sentence. Where figures of the year were released before, the way
 * they were released binds: two ways beside each other give away what each hides.
 */
export const ReleaseDialog = ({
  release,
  year,
  busy,
  onRelease,
  onClose,
}: {
  release: Release
  year: number
  busy: boolean
  onRelease: (method: Method) => void
  onClose: () => void
}) => {
  const format = useFormat()
  const { bound, base, noise } = release
  const [method, setMethod] = useState<Method>(bound ?? 'suppress')
  const isAffordable = noise.spent + noise.cost <= noise.limit + 1e-9
  const values = {
    base,
    off: Math.round(noise.off),
    part: format.percent(noise.cost / noise.limit),
    remaining: format.percent(Math.max(0, noise.limit - noise.spent) / noise.limit),
  }
  const choices = METHODS.filter((one) => (bound === null ? one !== 'noise' || isAffordable : one === bound)).map(
    (value): Choice<Method> => ({
      value,
      label: <T id={`figures.method.${value}`} values={values} />,
      hint: <T id={`figures.method.${value}.cost`} values={values} />,
    }),
  )
  const isSpent = bound === 'noise' && !isAffordable
  return (
    <Dialog
      title={<T id="figures.report.release" />}
      onClose={onClose}
      actions={
        !isSpent && (
          <Button busy={busy} onClick={() => onRelease(method)}>
            <T id="figures.report.release.do" />
          </Button>
        )
      }
    >
      <p>
        <T id="figures.report.release.what" />
      </p>
      <Radios name="method" label={<T id="figures.method" />} choices={choices} value={method} onChange={setMethod} />
      {bound !== null && (
        <p className="quiet">
          <T id="figures.method.bound" values={{ year }} />
        </p>
      )}
      {isSpent && (
        <p>
          <T id="figures.refusal.budget_spent" />
        </p>
      )}
      {busy && <AuditProgress />}
    </Dialog>
  )
}
