import { PrintSheet } from '../../components/PrintSheet.tsx'
import { Qr } from '../../components/Qr.tsx'
import { SummaryList } from '../../components/SummaryList.tsx'
import { Id, When } from '../../components/When.tsx'
import { nowIso } from '../../lib/clock.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import type { NewUnitKey } from './makeKey.ts'
import { inGroups } from './unitVaults.ts'

/** The recovery kit as it goes on paper: the code in groups and as a picture, and what to do with the sheet. */
export const KitSheet = ({
  unitName,
  instanceName,
  made,
}: {
  unitName: string
  instanceName: string
  made: NewUnitKey
}) => {
  const t = useT()
  return (
    <PrintSheet title={<T id="vault.kit.title" />}>
      <SummaryList
        rows={[
          { key: 'unit', label: <T id="vault.kit.unit" />, value: <bdi>{unitName}</bdi> },
          { key: 'instance', label: <T id="vault.kit.instance" />, value: <bdi>{instanceName}</bdi> },
          { key: 'kit', label: <T id="vault.kit.name" />, value: <Id>{made.kitName}</Id> },
          { key: 'key', label: <T id="vault.fingerprint" />, value: <Id>{inGroups(made.keyId.slice(0, 24))}</Id> },
          { key: 'made', label: <T id="vault.kit.made" />, value: <When at={nowIso()} show="date" /> },
        ]}
      />
      <div className="kit">
        <Qr text={made.code} label={t('vault.kit.qr')} size="9rem" />
        <ol className="kit-groups">
          {made.code.split('-').map((group, at) => (
            <li key={`${at}-${group}`}>{group}</li>
          ))}
        </ol>
      </div>
      <ul>
        {['copies', 'where', 'who', 'when'].map((line) => (
          <li key={line}>
            <T id={`vault.kit.rule.${line}`} />
          </li>
        ))}
      </ul>
    </PrintSheet>
  )
}
