import { Tag } from '../../../components/Tag.tsx'
import { T } from '../../../lib/i18n/text.tsx'
import { useMe } from '../../../lib/session/me.tsx'
import type { Offered } from '../known.ts'

/** How far an offer has come: in use here, signed by enough, or how many are still needed. */
export const OfferState = ({ signers, needed, isSigned, adopted }: Offered) => {
  const { instance } = useMe()
  const missing = needed - signers.length
  const waitsForUs = instance.kind === 'country' && !isSigned
  const state = adopted ? 'adopted' : missing > 0 ? 'missing' : waitsForUs ? 'enough' : 'soon'
  return (
    <>
      <Tag tone={adopted ? 'good' : 'accent'}>
        <T id={`signs.offer.state.${state}`} values={{ signed: signers.length, needed, missing }} />
      </Tag>
      {waitsForUs && !adopted && (
        <p className="small">
          <T id="signs.offer.unsigned" />
        </p>
      )}
    </>
  )
}
