import type { DataClass } from '@ariadne/domain'
import { SealedEntries } from '../../../components/act/SealedEntries.tsx'
import { QuestionPage } from '../../../components/QuestionPage.tsx'
import { SealedBox } from '../../../components/sealed/SealedBox.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { openReferralParts, referralActors } from '../../../lib/case/referral.ts'
import { T } from '../../../lib/i18n/text.tsx'
import { useMe } from '../../../lib/session/me.tsx'
import { type Flow, useStep } from './flow.ts'
import { basisOf } from './model.ts'
import { common } from './common.tsx'

/** What identifies the person, sealed; what the referral brought comes along when it is opened. */
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
