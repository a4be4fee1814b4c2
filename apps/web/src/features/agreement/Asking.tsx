import { CLASSES_FOR_DOSSIER } from '@ariadne/domain'
import { useActWords } from '../../components/act/words.ts'
import { Button } from '../../components/Button.tsx'
import { Checkboxes, Radios } from '../../components/Choices.tsx'
import { DateField } from '../../components/DateField.tsx'
import { errorOf } from '../../components/Field.tsx'
import { Combobox } from '../../components/Select.tsx'
import { Callout } from '../../components/Tag.tsx'
import { nowIso } from '../../lib/clock.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T } from '../../lib/i18n/text.tsx'
import { useMe } from '../../lib/session/me.tsx'
import { type Flow, StepPage } from './Flow.tsx'
import { LAWFUL_BASES, PURPOSES, TRANSFER_BASES, dayAfter, recipientsFor } from './terms.ts'
import './agreement.css'

export const Who = (flow: Flow) => {
  const { terms, change, directory } = flow
  const me = useMe()
  const words = useActWords(directory.names)
  const format = useFormat()
  const units = recipientsFor(terms.purpose, directory.units, me.instance.instanceId)
  return (
    <StepPage
      flow={flow}
      step="who"
      question={<T id="agreement.who" />}
      hint={<T id="agreement.who.hint" />}
      why={<T id="agreement.who.why" />}
    >
      {(errors) => (
        <>
          <Radios
            name="purpose"
            label={words.field('', 'purpose')}
            error={errorOf(errors, 'purpose')}
            choices={PURPOSES.map((value) => ({
              value,
              label: words.code(value, 'purpose'),
              hint: <T id={`agreement.purpose.${value}`} />,
            }))}
            value={(terms.purpose || undefined) as (typeof PURPOSES)[number] | undefined}
            onChange={(purpose) => change({ purpose, unitId: '' })}
          />
          {terms.purpose && (
            <Combobox
              key={terms.purpose}
              name="unitId"
              label={words.field('', 'recipient')}
              hint={units.length === 0 ? <T id="agreement.who.none" /> : undefined}
              error={errorOf(errors, 'unitId')}
              options={units.map((unit) => ({
                value: unit.unitId,
                label: unit.name,
                hint: `${format.country(unit.country)} · ${words.code(unit.kind, 'kind')}`,
              }))}
              value={terms.unitId}
              onChange={(unitId) => change({ unitId })}
            />
          )}
        </>
      )}
    </StepPage>
  )
}

export const What = (flow: Flow) => {
  const { terms, change, directory } = flow
  const words = useActWords(directory.names)
  return (
    <StepPage
      flow={flow}
      step="what"
      question={<T id="agreement.what" />}
      hint={<T id="agreement.what.hint" values={{ unit: <bdi>{directory.names.unit(terms.unitId)}</bdi> }} />}
      why={<T id="agreement.what.why" />}
    >
      {(errors) => (
        <>
          <Checkboxes
            name="classes"
            label={words.field('', 'classes')}
            error={errorOf(errors, 'classes')}
            choices={CLASSES_FOR_DOSSIER.map((value) => ({
              value,
              label: words.code(value, 'class'),
              hint: <T id={`agreement.class.${value}`} />,
            }))}
            value={terms.classes}
            onChange={(classes) => change({ classes })}
          />
          <Callout>
            <p>
              <T id="agreement.what.never" />
            </p>
          </Callout>
        </>
      )}
    </StepPage>
  )
}

const QUICK_DAYS = [30, 90, 180, 365] as const

export const Until = (flow: Flow) => {
  const { terms, change, abroad, directory } = flow
  const words = useActWords(directory.names)
  return (
    <StepPage
      flow={flow}
      step="until"
      question={<T id="agreement.until.title" />}
      hint={<T id="agreement.until.hint" />}
      why={<T id="agreement.until.why" />}
    >
      {(errors) => (
        <>
          <DateField
            name="expiresOn"
            label={words.field('', 'expiresOn')}
            error={errorOf(errors, 'expiresOn')}
            value={terms.expiresOn}
            onChange={(expiresOn) => change({ expiresOn })}
          />
          <div className="quick-days">
            {QUICK_DAYS.map((days) => (
              <Button
                key={days}
                kind="secondary"
                size="small"
                onClick={() => change({ expiresOn: dayAfter(nowIso(), days) })}
              >
                <T id="agreement.until.days" values={{ count: days }} />
              </Button>
            ))}
          </div>
          <Radios
            name="lawfulBasis"
            label={words.field('', 'lawfulBasis')}
            hint={<T id="agreement.lawful.hint" />}
            error={errorOf(errors, 'lawfulBasis')}
            choices={LAWFUL_BASES.map((value) => ({
              value,
              label: words.code(value, 'lawfulBasis'),
              hint: <T id={`agreement.lawful.${value}`} />,
            }))}
            value={(terms.lawfulBasis || undefined) as (typeof LAWFUL_BASES)[number] | undefined}
            onChange={(lawfulBasis) => change({ lawfulBasis })}
          />
          {abroad && (
            <Radios
              name="transferBasis"
              label={words.field('', 'transferBasis')}
              hint={<T id="agreement.transfer.hint" />}
              error={errorOf(errors, 'transferBasis')}
              choices={TRANSFER_BASES.map((value) => ({
                value,
                label: words.code(value, 'transferBasis'),
                hint: <T id={`agreement.transfer.${value}`} />,
              }))}
              value={(terms.transferBasis || undefined) as (typeof TRANSFER_BASES)[number] | undefined}
              onChange={(transferBasis) => change({ transferBasis })}
            />
          )}
        </>
      )}
    </StepPage>
  )
}
