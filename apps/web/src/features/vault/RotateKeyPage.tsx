import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Radios } from '../../components/Choices.tsx'
import { Page } from '../../components/Page.tsx'
import { useDirectory } from '../../lib/case/directory.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { usePathParams } from '../../lib/params.ts'
import { useMe } from '../../lib/session/me.tsx'
import { readCompared } from './compared.ts'
import { type RotationReason, makeNextUnitKey } from './makeKey.ts'
import { NewKey } from './NewKey.tsx'
import { type UnitVault, vaultsOf } from './unitVaults.ts'

/** The next key of a unit, when somebody has left it or the kit is lost: for those who stay. */
export const RotateKeyPage = () => {
  const { unitId } = usePathParams<'unitId'>()
  const vault = vaultsOf(useMe(), useDirectory()).find((one) => one.unitId === unitId)
  if (!vault || vault.stage !== 'held')
    return (
      <Page titleId="vault.rotate.title" back="/vault">
        <p>
          <T id={vault ? 'refusal.not_a_holder' : 'refusal.not_in_unit'} />
        </p>
      </Page>
    )
  return <RotateKey vault={vault} />
}

const REASONS = ['member_left', 'kit_lost', 'device_lost', 'key_seen', 'regular'] as const satisfies RotationReason[]

const RotateKey = ({ vault }: { vault: UnitVault }) => {
  const me = useMe()
  const t = useT()
  const compared = useQuery({ queryKey: ['compared'], queryFn: readCompared, gcTime: 0 }).data
  const [because, setBecause] = useState<RotationReason>()
  const [tried, setTried] = useState(false)
  const error = tried && !because ? t('vault.rotate.because.missing') : undefined
  if (!compared) return null
  const stays = vault.colleagues.filter(
    ({ holds, memberId, keyId }) => holds && (compared[memberId] ?? keyId) === keyId,
  )
  return (
    <NewKey
      vault={vault}
      words="vault.rotate"
      colleagues={vault.colleagues}
      ticked={stays.map((one) => one.memberId)}
      compared={compared}
      errors={error ? [{ field: 'because', message: error }] : []}
      before={
        <Radios
          name="because"
          label={t('vault.rotate.because')}
          error={error}
          choices={REASONS.map((value) => ({ value, label: <T id={`vault.rotate.because.${value}`} /> }))}
          value={because}
          onChange={setBecause}
        />
      }
      make={async (chosen) => {
        setTried(true)
        return because ? makeNextUnitKey(vault.unitId, me, chosen, because) : null
      }}
    />
  )
}
