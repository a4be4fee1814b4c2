import { useEffect, useState } from 'react'
import { Radios } from '../../components/Choices.tsx'
import { type FieldError, errorOf } from '../../components/Field.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { Combobox } from '../../components/Select.tsx'
import { Callout } from '../../components/Tag.tsx'
import { useActWords } from '../../components/act/words.ts'
import { useRead } from '../../lib/api/useRead.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { type Basis, type ReferralDraft, isChild } from './draft.ts'
import { Frame } from './Frame.tsx'
import { readyUnits, receivingUnits, serviceOf } from './units.ts'
import { useScreening } from './useScreening.tsx'

const URGENCIES = ['now', 'today', 'this_week'] as const
const ADULT_BASES = ['person_agreed', 'not_agreed', 'life_risk'] as const satisfies readonly Basis[]
/** More than a thumb can scan are searched by typing. */
const FEW = 5

/** Who takes over, how soon, and on what ground. An adult is asked before anybody else is told; a child goes to child protection. */
export const Refer = () => {
  const { draft, change, goOn, before, me, outcome, evaluation } = useScreening()
  const { code } = useActWords()
  const t = useT()
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const directory = useRead('GET /api/directory', {})
  const child = isChild(draft) === true
  const { referral } = draft
  const service = serviceOf(evaluation.routes, child)
  const set = (next: Partial<ReferralDraft>) => change((now) => ({ ...now, referral: { ...now.referral, ...next } }))

  const all = directory.state === 'ready' ? receivingUnits(directory.data.units, me, child, service) : []
  const units = readyUnits(all, draft.by?.unitId)
  const lacksService = service !== undefined && units.length > 0 && !units.some(({ kind }) => kind === service)
  const only = units.filter((unit) => unit.kind === 'child_protection')
  const suggested = referral.toUnitId || (child && only.length === 1 ? (only[0]?.unitId ?? '') : '')
  const basis = child ? 'child_protection' : referral.basis
  const urgency = referral.urgency ?? (outcome === 'act_now' ? 'now' : null)

  // What the rules already say is filled in, and stands there to be changed.
  useEffect(() => {
    if (referral.toUnitId !== suggested || referral.basis !== basis || referral.urgency !== urgency)
      set({ toUnitId: suggested, basis, urgency })
  })

  const check = () => {
    const missing: FieldError[] = []
    if (!basis) missing.push({ field: 'basis', message: t('screening.refer.basis.missing') })
    if (basis !== 'not_agreed') {
      if (!suggested) missing.push({ field: 'toUnitId', message: t('screening.refer.unit.missing') })
      if (!urgency) missing.push({ field: 'urgency', message: t('screening.refer.urgency.missing') })
    }
    setErrors(missing)
    if (missing.length === 0) goOn('refer')
  }

  const options = units.map((unit) => ({
    value: unit.unitId,
    label: unit.name,
    hint: `${unit.organisationName} · ${code(unit.kind, 'unitKind')}`,
  }))
  const unitField = {
    name: 'toUnitId',
    label: t('screening.refer.unit'),
    hint: t(child ? 'screening.refer.unit.hint.child' : 'screening.refer.unit.hint'),
    error: errorOf(errors, 'toUnitId'),
  }

  return (
    <Frame step="refer">
      <QuestionPage
        titleId="screening.title"
        question={<T id={child ? 'screening.refer.question.child' : 'screening.refer.question'} />}
        why={<T id="screening.refer.why" />}
        back={before('refer')}
        errors={errors}
        onContinue={check}
      >
        {child ? (
          <p className="field">
            <T id="screening.refer.child" />
          </p>
        ) : (
          <Radios
            name="basis"
            label={t('screening.refer.basis')}
            hint={t('screening.refer.basis.hint')}
            error={errorOf(errors, 'basis')}
            choices={ADULT_BASES.map((value) => ({
              value,
              label: t(`screening.refer.basis.${value}`),
              hint: t(`screening.refer.basis.${value}.hint`),
            }))}
            value={ADULT_BASES.find((one) => one === referral.basis)}
            onChange={(next) => set({ basis: next })}
          />
        )}
        {basis === 'not_agreed' ? (
          <div className="field" role="status">
            <Callout title={t('screening.refer.notAgreed')}>
              <p>
                <T id="screening.refer.notAgreed.body" />
              </p>
            </Callout>
          </div>
        ) : (
          <>
            {directory.state === 'ready' && options.length === 0 && (
              <div className="field">
                <Callout tone="warn" title={t('screening.refer.nobody')}>
                  <p>
                    <T id="screening.refer.nobody.body" />
                  </p>
                </Callout>
              </div>
            )}
            {lacksService && (
              <div className="field">
                <Callout tone="warn" title={t('screening.refer.noService', { service: code(service, 'unitKind') })}>
                  <p>
                    <T id="screening.refer.noService.body" />
                  </p>
                </Callout>
              </div>
            )}
            {directory.state === 'failed' && (
              <div className="field">
                <Callout tone="warn" title={t('screening.refer.noDirectory')}>
                  <p>
                    <T id="screening.refer.noDirectory.body" />
                  </p>
                </Callout>
              </div>
            )}
            {options.length > FEW ? (
              <Combobox {...unitField} options={options} value={suggested} onChange={(toUnitId) => set({ toUnitId })} />
            ) : (
              options.length > 0 && (
                <Radios
                  {...unitField}
                  choices={options.map(({ value, label, hint }) => ({ value, label: <bdi>{label}</bdi>, hint }))}
                  value={suggested}
                  onChange={(toUnitId) => set({ toUnitId })}
                />
              )
            )}
            <Radios
              name="urgency"
              label={t('screening.refer.urgency')}
              error={errorOf(errors, 'urgency')}
              choices={URGENCIES.map((value) => ({
                value,
                label: code(value, 'urgency'),
                hint: t(`screening.refer.urgency.${value}`),
              }))}
              value={urgency ?? undefined}
              onChange={(next) => set({ urgency: next })}
            />
          </>
        )}
      </QuestionPage>
    </Frame>
  )
}
