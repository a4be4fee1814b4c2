import { Details } from '../../components/Details.tsx'
import { Callout, Tag } from '../../components/Tag.tsx'
import { EmptyState, Queue } from '../../components/Queue.tsx'
import { Id, When } from '../../components/When.tsx'
import { ContentNames } from './Names.tsx'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useHasText, useT } from '../../lib/i18n/text.tsx'
import type { ReceivedPackage } from './known.ts'

/** What came from the network: adopted with whose signatures, or not adopted and why. */
export const Packages = ({ packages, trusted }: { packages: readonly ReceivedPackage[]; trusted: boolean }) => {
  const t = useT()
  const format = useFormat()
  const has = useHasText()
  return (
    <section className="stack">
      <Queue<ReceivedPackage>
        caption={<T id="signs.packages" />}
        rows={packages}
        rowKey={({ receipt }) => String(receipt)}
        columns={[
          {
            key: 'name',
            label: t('signs.package.name'),
            heads: true,
            cell: ({ name, version }) =>
              name ? (
                <T id="signs.from.package" values={{ name: <Id>{name}</Id>, version: version ?? 0 }} />
              ) : (
                <T id="signs.package.unnamed" />
              ),
          },
          {
            key: 'state',
            label: t('signs.column.state'),
            cell: ({ adopted, code, detail }) => (
              <>
                <Tag tone={adopted ? 'good' : 'danger'}>
                  <T id={adopted ? 'signs.package.adopted' : 'signs.package.refused'} />
                </Tag>
                {!adopted && (
                  <p className="small">
                    <T
                      id={
                        code && has(`codes.content.refused.${code}`)
                          ? `codes.content.refused.${code}`
                          : 'signs.package.unknown'
                      }
                    />
                  </p>
                )}
                {detail && (
                  <Details summary={<T id="signs.package.exactly" />}>
                    <p className="quiet small" lang="en" dir="ltr">
                      {detail}
                    </p>
                  </Details>
                )}
              </>
            ),
          },
          {
            key: 'signed',
            label: t('signs.package.signed'),
            cell: ({ signers }) =>
              signers.length > 0 ? (
                format.facts(signers.map(({ country }) => format.country(country)))
              ) : (
                <T id="signs.package.unsigned" />
              ),
          },
          {
            key: 'contents',
            label: t('signs.package.contents'),
            cell: ({ contents }) => (
              <span className="small">
                <ContentNames contents={contents} />
              </span>
            ),
          },
          { key: 'at', label: t('signs.package.received'), cell: ({ receivedAt }) => <When at={receivedAt} /> },
        ]}
        empty={
          <EmptyState kind="none-yet" title={<T id="signs.packages.none" />}>
            <p>
              <T id="signs.packages.none.body" />
            </p>
          </EmptyState>
        }
      />
      {!trusted && (
        <Callout tone="warn" title={t('signs.packages.noTrust')}>
          <p>
            <T id="signs.packages.noTrust.body" />
          </p>
        </Callout>
      )}
    </section>
  )
}
