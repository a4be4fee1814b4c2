import { DATA_CLASSES, type DataClass, vocabulary } from '@ariadne/domain'
import { LanguagesField } from '../../../components/act/ActField.tsx'
import { SealedEntries } from '../../../components/act/SealedEntries.tsx'
import { useActWords } from '../../../components/act/words.ts'
import { Checkbox, Checkboxes, Radios } from '../../../components/Choices.tsx'
import { Button } from '../../../components/Button.tsx'
import { errorOf } from '../../../components/Field.tsx'
import { CountryField, LanguageField } from '../../../components/pickers.tsx'
import { QuestionPage } from '../../../components/QuestionPage.tsx'
import { SealedBox } from '../../../components/sealed/SealedBox.tsx'
import { Combobox, Select } from '../../../components/Select.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { useDirectory } from '../../../lib/case/directory.ts'
import { openReferralParts, referralActors } from '../../../lib/case/referral.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { useMe } from '../../../lib/session/me.tsx'
import { ConfidentialityTalk } from './ConfidentialityTalk.tsx'
import { type Flow, useStep } from './flow.ts'
import { basisOf, isChildOpening } from './model.ts'

const common = (flow: Flow) => ({
  titleId: 'referral.opening.title',
  caption: <T id="referral.opening.title" />,
  back: flow.back,
  saving: flow.saving,
})

export const SafeStep = (flow: Flow) => {
  const { opening, change } = flow
  const step = useStep(flow, 'safe')
  const t = useT()
  if (opening.safe === 'no' && step.errors.length === 0)
    return (
      <QuestionPage
        {...common(flow)}
        question={<T id="referral.opening.not_safe" />}
        onContinue={() => void flow.leave()}
        continueLabel={<T id="referral.opening.leave" />}
        more={
          <Button kind="secondary" onClick={() => change({ safe: null })}>
            <T id="referral.opening.safe_again" />
          </Button>
        }
      >
        <Callout tone="danger" title={<T id="referral.opening.not_safe.first" />}>
          <p>
            <T id={flow.view ? 'referral.opening.not_safe.body' : 'referral.opening.not_safe.body.new'} />
          </p>
        </Callout>
      </QuestionPage>
    )
  return (
    <QuestionPage {...common(flow)} {...step} why={<T id="referral.opening.safe.why" />}>
      <Radios
        name="safe"
        labelSize="page"
        label={t('referral.opening.safe')}
        hint={<T id="referral.opening.safe.hint" />}
        error={errorOf(step.errors, 'safe')}
        choices={[
          { value: 'yes', label: t('referral.opening.safe.yes') },
          { value: 'no', label: t('referral.opening.safe.no') },
        ]}
        value={opening.safe ?? undefined}
        onChange={(safe) => change({ safe })}
      />
    </QuestionPage>
  )
}

export const PersonStep = (flow: Flow) => {
  const { opening, change, view } = flow
  const step = useStep(flow, 'person')
  const words = useActWords()
  return (
    <QuestionPage
      {...common(flow)}
      {...step}
      question={<T id="referral.opening.person" />}
      hint={<T id={view ? 'referral.opening.person.from_referral' : 'referral.opening.person.hint'} />}
      why={<T id="referral.opening.person.why" />}
    >
      <Select
        name="ageBand"
        label={words.field('', 'ageBand')}
        hint={<T id="referral.opening.age.hint" />}
        error={errorOf(step.errors, 'ageBand')}
        options={vocabulary.AgeBand.options.map((value) => ({ value, label: words.code(value, 'ageBand') }))}
        value={opening.ageBand}
        onChange={(ageBand) => change({ ageBand })}
      />
      <Radios
        name="sex"
        label={words.field('', 'sex')}
        error={errorOf(step.errors, 'sex')}
        choices={vocabulary.Sex.options.map((value) => ({ value, label: words.code(value, 'sex') }))}
        value={(opening.sex || undefined) as (typeof vocabulary.Sex.options)[number] | undefined}
        onChange={(sex) => change({ sex })}
      />
      <CountryField
        name="nationality"
        label={words.field('', 'nationalityClaimed')}
        hint={<T id="referral.opening.nationality.hint" />}
        optional
        value={opening.nationality}
        onChange={(nationality) => change({ nationality })}
      />
    </QuestionPage>
  )
}

export const TalkStep = (flow: Flow) => {
  const { opening, change } = flow
  const step = useStep(flow, 'talk')
  const words = useActWords()
  const t = useT()
  const child = isChildOpening(opening)
  return (
    <QuestionPage
      {...common(flow)}
      {...step}
      question={<T id={child ? 'referral.opening.talk.child' : 'referral.opening.talk'} />}
      hint={<T id={child ? 'referral.opening.talk.child.hint' : 'referral.opening.talk.hint'} />}
      why={<T id="referral.opening.talk.why" />}
    >
      <LanguagesField
        name="languages"
        label={words.field('', 'languages')}
        error={errorOf(step.errors, 'languages')}
        value={opening.languages}
        onChange={(languages) => change({ languages, explainedIn: opening.explainedIn || (languages[0] ?? '') })}
      />
      <ConfidentialityTalk language={opening.explainedIn || opening.languages[0] || ''} child={child} />
      <Radios
        name="explained"
        label={t('referral.opening.explained')}
        layout="row"
        error={errorOf(step.errors, 'explained')}
        choices={[
          { value: 'yes', label: words.code('yes') },
          { value: 'no', label: t('referral.opening.explained.no') },
        ]}
        value={opening.explained ?? undefined}
        onChange={(explained) => change({ explained })}
      />
      {opening.explained === 'yes' && (
        <>
          <LanguageField
            name="explainedIn"
            label={words.field('', 'language')}
            error={errorOf(step.errors, 'explainedIn')}
            first={opening.languages}
            value={opening.explainedIn}
            onChange={(explainedIn) => change({ explainedIn })}
          />
          <Radios
            name="interpreter"
            label={words.field('', 'interpreter')}
            layout="row"
            error={errorOf(step.errors, 'interpreter')}
            choices={(['none_needed', 'present', 'remote'] as const).map((value) => ({
              value,
              label: words.code(value, 'interpreter'),
            }))}
            value={(opening.interpreter || undefined) as 'none_needed' | 'present' | 'remote' | undefined}
            onChange={(interpreter) => change({ interpreter })}
          />
          <div className="field" data-error={errorOf(step.errors, 'understood') ? '' : undefined}>
            {errorOf(step.errors, 'understood') && <p className="field-error">{errorOf(step.errors, 'understood')}</p>}
            <Checkbox
              name="understood"
              label={words.field('', 'understood')}
              value={opening.understood}
              onChange={(understood) => change({ understood })}
            />
          </div>
        </>
      )}
      {opening.explained === 'no' && !child && (
        <Callout tone="warn">
          <p>
            <T id="refusal.confidentiality_first" />
          </p>
        </Callout>
      )}
    </QuestionPage>
  )
}

export const BasisStep = (flow: Flow) => {
  const { opening, change } = flow
  const step = useStep(flow, 'basis')
  const t = useT()
  return (
    <QuestionPage {...common(flow)} {...step} why={<T id="referral.opening.basis.why" />}>
      <Radios
        name="basis"
        labelSize="page"
        label={t('referral.opening.basis')}
        hint={<T id="referral.opening.basis.hint" />}
        error={errorOf(step.errors, 'basis')}
        choices={(['person_agreed', 'anonymous'] as const).map((value) => ({
          value,
          label: t(`referral.opening.basis.${value}`),
          hint: t(`referral.opening.basis.${value}.hint`),
        }))}
        value={(basisOf(opening) || undefined) as 'person_agreed' | 'anonymous' | undefined}
        onChange={(basis) => change({ basis })}
      />
    </QuestionPage>
  )
}

export const IdentityStep = (flow: Flow) => {
  const { opening, change, view } = flow
  const me = useMe()
  const step = useStep(flow, 'identity')
  const anonymous = basisOf(opening) === 'anonymous'
  const unitId = view ? (referralActors(view, 'open', me)[0]?.unitId ?? '') : ''
  const more = (Object.keys(opening.sealed) as DataClass[]).filter((one) => !['identity', 'contact'].includes(one))
  const set = (partClass: DataClass) => (text: Readonly<Record<string, string>>) =>
    change({ sealed: { ...opening.sealed, [partClass]: text } })
  return (
    <QuestionPage
      {...common(flow)}
      {...step}
      question={<T id={anonymous ? 'referral.opening.identity.anonymous' : 'referral.opening.identity'} />}
      hint={<T id={anonymous ? 'referral.opening.identity.anonymous.hint' : 'referral.opening.identity.hint'} />}
      why={<T id="referral.opening.identity.why" />}
    >
      {view && view.referral.parts.length > 0 && !opening.carried && (
        <SealedBox
          title={<T id="referral.opening.carry" />}
          classes={view.referral.parts.map((part) => part.class)}
          note={<T id="referral.opening.carry.note" />}
          opener={async (reason) => {
            const parts = await openReferralParts(view, unitId, reason, me)
            change({
              carried: true,
              sealed: { ...Object.fromEntries(parts.map((part) => [part.class, part.text])), ...opening.sealed },
            })
            return parts
          }}
        />
      )}
      {opening.carried && (
        <Callout tone="good">
          <p>
            <T id="referral.opening.carried" />
          </p>
        </Callout>
      )}
      {!anonymous && (
        <>
          <SealedEntries
            partClass="identity"
            optional
            value={opening.sealed.identity ?? {}}
            onChange={set('identity')}
          />
          <SealedEntries partClass="contact" optional value={opening.sealed.contact ?? {}} onChange={set('contact')} />
        </>
      )}
      {[...more, ...(anonymous && more.length === 0 ? (['narrative'] as const) : [])].map((one) => (
        <SealedEntries key={one} partClass={one} optional value={opening.sealed[one] ?? {}} onChange={set(one)} />
      ))}
    </QuestionPage>
  )
}

const BROUGHT_IN = ['case_worker', 'advocate', 'mediator', 'interpreter', 'competent_authority'] as const

export const AssignStep = (flow: Flow) => {
  const { opening, change } = flow
  const me = useMe()
  const step = useStep(flow, 'assign')
  const t = useT()
  const directory = useDirectory()
  const words = useActWords(directory.names)
  const mine = new Set<string>(me.member.memberships.map((one) => one.unitId))
  const units = directory.own.filter((unit) => unit.ready || mine.has(unit.unitId))
  const members = directory.members(opening.unitId, [opening.function as 'case_worker'])
  return (
    <QuestionPage {...common(flow)} {...step} why={<T id="referral.opening.assign.why" />}>
      <Radios
        name="assign"
        labelSize="page"
        label={t('referral.opening.assign')}
        hint={<T id={isChildOpening(opening) ? 'referral.opening.assign.child' : 'referral.opening.assign.hint'} />}
        error={errorOf(step.errors, 'assign')}
        choices={[
          { value: 'somebody', label: t('referral.opening.assign.somebody') },
          { value: 'later', label: t('referral.opening.assign.later') },
        ]}
        value={opening.assign ?? undefined}
        onChange={(assign) => change({ assign })}
      />
      {opening.assign === 'somebody' && (
        <>
          <Combobox
            name="unitId"
            label={words.field('', 'unitId')}
            error={errorOf(step.errors, 'unitId')}
            options={units.map((unit) => ({
              value: unit.unitId,
              label: unit.name,
              hint: words.code(unit.kind, 'kind'),
            }))}
            value={opening.unitId}
            onChange={(unitId) => change({ unitId, memberId: '' })}
          />
          <Select
            name="function"
            label={words.field('', 'function')}
            options={BROUGHT_IN.map((value) => ({ value, label: words.code(value) }))}
            value={opening.function}
            onChange={(name) =>
              change({
                function: name || 'case_worker',
                memberId: '',
                ...(name === 'interpreter' || name === 'competent_authority' ? { classes: [] } : {}),
              })
            }
          />
          {members.length > 0 && (
            <Select
              name="memberId"
              label={words.field('', 'memberId')}
              hint={<T id="referral.opening.assign.member.hint" />}
              optional
              options={members.map((member) => ({ value: member.memberId, label: member.name }))}
              value={opening.memberId}
              onChange={(memberId) => change({ memberId })}
            />
          )}
          {opening.function !== 'interpreter' && (
            <Checkboxes
              name="classes"
              label={t('referral.opening.assign.classes')}
              hint={<T id="referral.opening.assign.classes.hint" />}
              choices={DATA_CLASSES.filter((one) => !['logistics', 'handover_note'].includes(one)).map((value) => ({
                value,
                label: words.code(value),
              }))}
              value={opening.classes}
              onChange={(classes) => change({ classes })}
            />
          )}
        </>
      )}
    </QuestionPage>
  )
}
