import { LinkButton } from '../../components/Button.tsx'
import { Checkbox } from '../../components/Choices.tsx'
import { Page } from '../../components/Page.tsx'
import { SummaryList } from '../../components/SummaryList.tsx'
import { Callout, Tag } from '../../components/Tag.tsx'
import { device } from '../../lib/device/device.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useHasText, useT } from '../../lib/i18n/text.tsx'
import { setNeutralTitle, useNeutralTitle } from '../../lib/neutralTitle.ts'
import { useMe } from '../../lib/session/me.tsx'
import { useStore } from '../../lib/store.ts'
import { Sessions } from './Sessions.tsx'
import './sign-in.css'

/** Who I am here, how I sign in, and where I am signed in. */
export const AccountPage = () => {
  const me = useMe()
  const t = useT()
  const format = useFormat()
  const has = useHasText()
  const neutral = useNeutralTitle()
  const opened = useStore(device)
  const hasPin = opened.state === 'open' && opened.profile.byPin !== null
  const waiting = me.keys.units.filter((unit) => unit.sealedSeed === null)
  const unitName = (unitId: string) => me.member.memberships.find((one) => one.unitId === unitId)?.unitName ?? unitId
  const functionName = (name: string) => (has(`code.${name}`) ? t(`code.${name}`) : name)
  return (
    <Page titleId="signIn.account.title" help="sign-in">
      {waiting.length > 0 && (
        <div className="account-part">
          <Callout tone="warn" title={<T id="signIn.account.waitingTitle" />}>
            <p>
              <T
                id="signIn.account.waiting"
                values={{ units: <bdi key="u">{format.list(waiting.map((unit) => unitName(unit.unitId)))}</bdi> }}
              />
            </p>
          </Callout>
        </div>
      )}
      <section className="account-part">
        <SummaryList
          rows={[
            { key: 'name', label: <T id="signIn.account.name" />, value: <bdi>{me.member.name}</bdi> },
            { key: 'email', label: <T id="signIn.email" />, value: <bdi>{me.member.email}</bdi> },
            ...me.member.memberships.map((membership) => ({
              key: membership.unitId,
              label: <bdi>{membership.unitName}</bdi>,
              value: format.facts(membership.functions.map(functionName)),
            })),
          ]}
        />
      </section>
      <section className="account-part stack">
        <h2>
          <T id="signIn.passphrase" />
        </h2>
        <p>
          <T id="signIn.account.passphrase" />
        </p>
        <LinkButton to="/account/passphrase" kind="secondary">
          <T id="signIn.change.title" />
        </LinkButton>
      </section>
      <section className="account-part stack">
        <h2>
          <T id="signIn.account.secondTitle" />
        </h2>
        <p>
          <T id="signIn.account.second" />
        </p>
        {me.twoFactor ? (
          <Tag tone="good">
            <T id="signIn.account.secondOn" />
          </Tag>
        ) : (
          <LinkButton to="/account/second-factor" kind="secondary">
            <T id="signIn.account.secondSetUp" />
          </LinkButton>
        )}
      </section>
      <section className="account-part stack">
        <h2>
          <T id="signIn.account.deviceTitle" />
        </h2>
        <p>
          <T id={hasPin ? 'signIn.account.pinOn' : 'signIn.account.pinOff'} />
        </p>
        <LinkButton to="/account/pin" kind="secondary">
          <T id={hasPin ? 'signIn.account.pinChange' : 'signIn.account.pinSet'} />
        </LinkButton>
        <Checkbox
          name="neutral-title"
          label={<T id="signIn.account.neutral" />}
          hint={<T id="signIn.account.neutralHint" values={{ title: t('shell.title.neutral') }} />}
          value={neutral}
          onChange={setNeutralTitle}
        />
      </section>
      <Sessions />
    </Page>
  )
}
