import { LinkButton } from '../../components/Button.tsx'
import { Details } from '../../components/Details.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { EmptyState } from '../../components/Queue.tsx'
import { SummaryList } from '../../components/SummaryList.tsx'
import { Callout, Tag } from '../../components/Tag.tsx'
import { Id } from '../../components/When.tsx'
import { useDirectory } from '../../lib/case/directory.ts'
import { isolate } from '../../lib/i18n/isolate.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useMe } from '../../lib/session/me.tsx'
import { useRewrapping } from '../../lib/vault/rewrap.ts'
import { CONFIRMATIONS_NEEDED, HOLDERS_NEEDED, type UnitVault, inGroups, useSigned, vaultsOf } from './unitVaults.ts'
import './vault.css'

/** The vaults of the units somebody belongs to: who holds the key, who waits, whether the kit is locked away. */
export const VaultPage = () => {
  const me = useMe()
  const directory = useDirectory()
  const vaults = vaultsOf(me, directory)
  return (
    <Page titleId="vault.title" lead={<T id="vault.lead" />} help="vault">
      <div className="stack-large vaults">
        {vaults.length === 0 && <EmptyState kind="none-yet" title={<T id="vault.none" />} />}
        {vaults.map((vault) => (
          <Vault key={vault.unitId} vault={vault} />
        ))}
        <section className="stack">
          <h2>
            <T id="vault.own" />
          </h2>
          <p>
            <Id>{inGroups(me.keys.keyId)}</Id>
          </p>
          <p className="quiet small">
            <T id="vault.own.hint" />
          </p>
        </section>
        {vaults.length > 0 && (
          <Details summary={<T id="vault.leaving" />}>
            <p>
              <T id="vault.leaving.body" />
            </p>
            <ul>
              {['access', 'read', 'key', 'last', 'rotate'].map((line) => (
                <li key={line}>
                  <T id={`vault.leaving.${line}`} />
                </li>
              ))}
            </ul>
          </Details>
        )}
      </div>
    </Page>
  )
}

const Vault = ({ vault }: { vault: UnitVault }) => {
  const format = useFormat()
  const signed = useSigned(vault)
  const base = `/vault/${vault.unitId}`
  return (
    <section className="vault" aria-labelledby={`vault-${vault.unitId}`}>
      <div className="vault-head">
        <h2 id={`vault-${vault.unitId}`}>
          <bdi>{vault.name}</bdi>
        </h2>
        <Tag tone={vault.ready ? 'good' : 'warn'}>
          <T id={vault.ready ? 'vault.ready' : 'vault.not_ready'} />
        </Tag>
      </div>
      {vault.stage === 'no_key' && (
        <>
          <p>
            <T id="vault.no_key" />
          </p>
          <p>
            <LinkButton to={`${base}/key`}>
              <T id="vault.make" />
            </LinkButton>
          </p>
        </>
      )}
      {vault.stage === 'not_let_in' && (
        <Callout tone="warn" title={<T id="vault.not_let_in" />}>
          <p>
            {vault.holding.length > 0 ? (
              <T id="vault.not_let_in.ask" values={{ names: format.list(vault.holding.map(isolate)) }} />
            ) : (
              <T id="vault.not_let_in.nobody" />
            )}
          </p>
          <p>
            <Link to={`${base}/restore`}>
              <T id="vault.restore" />
            </Link>
          </p>
        </Callout>
      )}
      {vault.keyId && (
        <SummaryList
          rows={[
            {
              key: 'holders',
              label: <T id="vault.holders" />,
              value: (
                <>
                  {vault.holding.length > 0 ? format.list(vault.holding.map(isolate)) : format.number(vault.holders)}{' '}
                  {vault.holders < HOLDERS_NEEDED && (
                    <Tag tone="warn">
                      <T id="vault.holders.few" values={{ needed: HOLDERS_NEEDED }} />
                    </Tag>
                  )}
                </>
              ),
            },
            {
              key: 'kit',
              label: <T id="vault.kit" />,
              value: (
                <>
                  <T
                    id="vault.kit.confirmed"
                    values={{ count: Math.min(vault.confirmed, CONFIRMATIONS_NEEDED), needed: CONFIRMATIONS_NEEDED }}
                  />{' '}
                  {vault.confirmed < CONFIRMATIONS_NEEDED && (
                    <Link to={`${base}/kit`}>
                      <T id="vault.kit.confirm" />
                    </Link>
                  )}
                </>
              ),
            },
            {
              key: 'fingerprint',
              label: <T id="vault.fingerprint" />,
              value: (
                <>
                  <Id>{inGroups(vault.keyId.slice(0, 24))}</Id>{' '}
                  {signed !== 'loading' && (
                    <Tag tone={signed === 'signed' ? 'good' : signed === 'differs' ? 'danger' : 'plain'}>
                      <T id={`vault.signed.${signed}`} />
                    </Tag>
                  )}
                </>
              ),
            },
          ]}
        />
      )}
      {signed === 'before' && (
        <Callout title={<T id="vault.signed.before" />}>
          <p>
            <T id="vault.signed.before.body" />
          </p>
        </Callout>
      )}
      {vault.earlier.length > 0 && vault.stage === 'held' && <RewrapProgress unitId={vault.unitId} />}
      {signed === 'differs' && (
        <Callout tone="danger" title={<T id="vault.signed.differs" />}>
          <p>
            <T id="vault.signed.differs.body" />
          </p>
        </Callout>
      )}
      {vault.stage === 'held' && vault.waiting.length > 0 && (
        <div className="stack">
          <h3>
            <T id="vault.waiting" />
          </h3>
          <ul className="vault-waiting">
            {vault.waiting.map((one) => (
              <li key={one.memberId}>
                <bdi>{one.name}</bdi>
                <LinkButton size="small" kind="secondary" to={`${base}/let-in/${one.memberId}`}>
                  <T id="vault.let_in" />
                </LinkButton>
              </li>
            ))}
          </ul>
        </div>
      )}
      {vault.stage === 'held' && (
        <p>
          <Link to={`${base}/next-key`}>
            <T id="vault.rotate.title" />
          </Link>
        </p>
      )}
    </section>
  )
}

/** How far the unit is with putting what was sealed before under its new key. */
const RewrapProgress = ({ unitId }: { unitId: string }) => {
  const rewrapping = useRewrapping(unitId)
  const t = useT()
  if (!rewrapping) return null
  const { state, left, all } = rewrapping
  return (
    <div className="stack">
      <p role="status">
        <T id={`vault.rewrap.${state}`} values={{ left, all }} />
      </p>
      {state === 'working' && <progress value={all - left} max={all} aria-label={t('vault.rewrap.progress')} />}
    </div>
  )
}
