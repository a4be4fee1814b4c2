import { type Evaluation, evaluate } from '@ariadne/domain/screening'
import { useEffect, useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Radios } from '../../../components/Choices.tsx'
import { ErrorSummary, type FieldError, errorOf } from '../../../components/Field.tsx'
import { Icon } from '../../../components/Icon.tsx'
import { Page } from '../../../components/Page.tsx'
import { SaveStatus, type Saving } from '../../../components/SaveStatus.tsx'
import { useActWords } from '../../../components/act/words.ts'
import { nowIso } from '../../../lib/clock.ts'
import type { Bundle } from '../../../lib/content/bundle.ts'
import { read } from '../../../lib/content/texts.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { useMe } from '../../../lib/session/me.tsx'
import { AGES, COMPANY, SEXES } from '../choices.ts'
import { type ScreeningDraft, answersOf, isChild, marksOf, subjectOf, withMark } from '../draft.ts'
import { keepQuickKeys, quickKeys } from '../memory.ts'
import { offeredSets, unitKindOf } from '../sets.ts'
import { Bonds } from './Bonds.tsx'
import { finishPerson } from './finish.ts'
import { QuickSigns } from './QuickSigns.tsx'
import { type Shift, framed, isKnown, nextPerson } from './shift.ts'
import { useShiftKeys } from './useShiftKeys.ts'
import { Waiting } from './Waiting.tsx'

/** The sets a person of this shift is looked at with: chosen when the person steps up, and kept for them. */
const setsOf = (bundle: Bundle, shift: Shift, unitKind: string | undefined): ScreeningDraft['sets'] =>
  Object.fromEntries(
    (['adult', 'child'] as const).flatMap((subject) => {
      const [found] = offeredSets(bundle, { way: shift.way, unitKind, subject })
      return found ? [[subject, { id: found.set.id, version: found.set.version }]] : []
    }),
  )

/** One person on one page, within reach of one thumb; at the end the next, of the same group or not. */
export const OnePerson = ({
  shift,
  bundle,
  change,
  flush,
  saving,
}: {
  shift: Shift
  bundle: Bundle
  change: (next: (now: Shift) => Shift) => void
  flush: () => Promise<void>
  saving: Saving
}) => {
  const me = useMe()
  const { language } = useLanguage()
  const { code } = useActWords()
  const t = useT()
  const format = useFormat()
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [keys, setKeys] = useState(quickKeys)
  const { person } = shift
  const unitKind = unitKindOf(me, shift.frame.by?.unitId)
  const hasSets = Object.keys(person.sets).length > 0
  useEffect(() => {
    if (!hasSets) change((now) => ({ ...now, person: { ...now.person, sets: setsOf(bundle, now, unitKind) } }))
  }, [hasSets, bundle, unitKind, change])

  const setPerson = (next: (now: ScreeningDraft) => ScreeningDraft) =>
    change((now) => ({ ...now, person: next(now.person) }))
  const chosen = person.sets[subjectOf(person)]
  const set = chosen && bundle.sets.find((one) => one.set.id === chosen.id && one.set.version === chosen.version)
  const whole = framed(shift)
  const evaluation: Evaluation | null = set && person.ageBand ? evaluate(set.set, answersOf(whole)) : null
  const child = isChild(person) === true

  const finish = async (together: boolean) => {
    const missing: FieldError[] = []
    if (!person.ageBand) missing.push({ field: 'ageBand', message: t('screening.person.age.missing') })
    if (!person.sex) missing.push({ field: 'sex', message: t('screening.person.sex.missing') })
    if (!person.accompaniment) missing.push({ field: 'accompaniment', message: t('screening.person.company.missing') })
    setErrors(missing)
    if (missing.length > 0 || !evaluation || !isKnown(person)) return
    await finishPerson(whole, evaluation, me)
    change((now) => (now.person.screeningId === person.screeningId ? nextPerson(now, nowIso(), together) : now))
    await flush()
    scrollTo({ top: 0 })
  }
  useShiftKeys(keys, set?.set, {
    sign: (sign) => setPerson((now) => withMark(now, sign, marksOf(now)[sign] === 'present' ? undefined : 'present')),
    next: () => void finish(false),
    together: () => void finish(true),
    danger: () => setPerson((now) => ({ ...now, dangerNow: !now.dangerNow })),
    self: () => setPerson((now) => ({ ...now, selfIdentified: !now.selfIdentified })),
  })

  return (
    <div className="screening shift">
      <Page
        titleId="screening.title"
        heading={<T id="screening.shift.person" values={{ number: shift.done + 1 }} />}
        caption={
          <>
            {shift.frame.placeType && code(shift.frame.placeType, 'placeType')} ·{' '}
            {format.language(shift.frame.language)}{' '}
            <button type="button" className="link-button" onClick={() => change((now) => ({ ...now, isSet: false }))}>
              <T id="screening.shift.change" />
            </button>
          </>
        }
        back="/screening"
      >
        <Waiting way={shift.way} bundle={bundle} />
        <ErrorSummary errors={errors} />
        <div className="always-there no-print" role="group" aria-label={t('screening.always')}>
          <button
            type="button"
            className="always-button"
            data-tone="danger"
            aria-pressed={person.dangerNow}
            onClick={() => setPerson((now) => ({ ...now, dangerNow: !now.dangerNow }))}
          >
            <Icon name={person.dangerNow ? 'check' : 'alert'} />
            <T id="screening.danger.button" />
          </button>
          <button
            type="button"
            className="always-button"
            aria-pressed={person.selfIdentified}
            onClick={() => setPerson((now) => ({ ...now, selfIdentified: !now.selfIdentified }))}
          >
            <Icon name={person.selfIdentified ? 'check' : 'person'} />
            <T id={child ? 'screening.self.button.child' : 'screening.self.button'} />
          </button>
        </div>
        {shift.group && <Bonds shift={shift} change={change} />}
        <div className="compact-tiles">
          <Radios
            name="ageBand"
            label={t('screening.person.age')}
            error={errorOf(errors, 'ageBand')}
            choices={AGES.map((value) => ({ value, label: code(value, 'ageBand') }))}
            layout="tiles"
            value={person.ageBand ?? undefined}
            onChange={(ageBand) => setPerson((now) => ({ ...now, ageBand, accompaniment: null }))}
          />
          <Radios
            name="sex"
            label={t('screening.person.sex')}
            error={errorOf(errors, 'sex')}
            choices={SEXES.map((value) => ({ value, label: t(`codes.gender.${value}`) }))}
            layout="tiles"
            value={person.sex ?? undefined}
            onChange={(sex) => setPerson((now) => ({ ...now, sex }))}
          />
          <Radios
            name="accompaniment"
            label={t('screening.person.company')}
            error={errorOf(errors, 'accompaniment')}
            choices={COMPANY[child ? 'child' : 'adult'].map((value) => ({
              value: value as NonNullable<ScreeningDraft['accompaniment']>,
              label: code(value, 'accompaniment'),
            }))}
            layout="tiles"
            value={person.accompaniment ?? undefined}
            onChange={(accompaniment) => setPerson((now) => ({ ...now, accompaniment }))}
          />
        </div>
        {set && person.ageBand && (
          <QuickSigns
            set={set.set}
            reading={read(set.texts, language)}
            marks={marksOf(person)}
            keys={keys}
            onMark={(sign, mark) => setPerson((now) => withMark(now, sign, mark))}
          />
        )}
        <div className="shift-end no-print">
          {evaluation && isKnown(person) && (
            <p className="shift-outcome" data-outcome={evaluation.outcome} role="status">
              <strong>
                <T id={`codes.screening.outcome.${evaluation.outcome}`} />
              </strong>{' '}
              <span className="small">
                <T id={`screening.shift.then.${evaluation.outcome}`} />
              </span>
            </p>
          )}
          <div className="row">
            <Button onClick={() => void finish(false)}>
              <T id="screening.shift.next" />
            </Button>
            <Button kind="secondary" onClick={() => void finish(true)}>
              <T id="screening.shift.together" />
            </Button>
          </div>
        </div>
        <label className="switch wide-only">
          <input
            type="checkbox"
            checked={keys}
            onChange={() => {
              keepQuickKeys(!keys)
              setKeys(!keys)
            }}
          />
          <T id="screening.shift.keys" />
        </label>
        <SaveStatus saving={saving} />
      </Page>
    </div>
  )
}
