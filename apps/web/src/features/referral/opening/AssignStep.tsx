import { DATA_CLASSES } from '@ariadne/domain'
import { useActWords } from '../../../components/act/words.ts'
import { Checkboxes, Radios } from '../../../components/Choices.tsx'
import { errorOf } from '../../../components/Field.tsx'
import { QuestionPage } from '../../../components/QuestionPage.tsx'
import { Combobox, Select } from '../../../components/Select.tsx'
import { useDirectory } from '../../../lib/case/directory.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { useMe } from '../../../lib/session/me.tsx'
import { type Flow, useStep } from './flow.ts'
import { isChildOpening } from './model.ts'
import { common } from './common.tsx'

const BROUGHT_IN = ['case_worker', 'advocate', 'mediator', 'interpreter', 'competent_authority'] as const

/** Who is brought in at once, as what, and what they may open. */
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
