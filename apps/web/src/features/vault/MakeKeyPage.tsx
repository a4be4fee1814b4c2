import { Page } from '../../components/Page.tsx'
import { useDirectory } from '../../lib/case/directory.ts'
import { T } from '../../lib/i18n/text.tsx'
import { usePathParams } from '../../lib/params.ts'
import { useMe } from '../../lib/session/me.tsx'
import { makeNewUnitKey } from './makeKey.ts'
import { NewKey } from './NewKey.tsx'
import { vaultsOf } from './unitVaults.ts'

/** The first member of a unit makes its key here; it leaves this browser only sealed to people, and on one sheet of paper. */
export const MakeKeyPage = () => {
  const { unitId } = usePathParams<'unitId'>()
  const me = useMe()
  const directory = useDirectory()
  const vault = vaultsOf(me, directory).find((one) => one.unitId === unitId)
  if (!vault || vault.stage !== 'no_key')
    return (
      <Page titleId="vault.make.title" back="/vault">
        <p>
          <T id={vault ? 'refusal.unit_key_exists' : 'refusal.not_in_unit'} />
        </p>
      </Page>
    )
  return (
    <NewKey
      vault={vault}
      words="vault.make"
      colleagues={vault.waiting}
      ticked={vault.waiting.map((one) => one.memberId)}
      compared={{}}
      make={(chosen) => makeNewUnitKey(unitId, me, chosen)}
    />
  )
}
