import { Link } from '../../components/Link.tsx'
import { Tag } from '../../components/Tag.tsx'
import { When } from '../../components/When.tsx'
import { useActWords } from '../../components/act/words.ts'
import type { ReferralView } from '../../lib/case/referral.ts'
import { T, useT } from '../../lib/i18n/text.tsx'

type Screening = NonNullable<ReferralView['screening']>

/** Earlier talks that led here, and the people somebody was met with: what was said of it, or what somebody has checked. */
export const Thread = ({ screening: { earlier, companions } }: { screening: Screening }) => {
  const t = useT()
  const { code } = useActWords()
  return (
    <>
      {earlier.length > 0 && (
        <section>
          <h3>
            <T id="referral.earlier" />
          </h3>
          <ul className="plain-list">
            {earlier.map(({ finishedAt, outcome }) => (
              <li key={finishedAt}>
                <When at={finishedAt} /> · <T id={`codes.screening.outcome.${outcome}`} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {companions.length > 0 && (
        <section>
          <h3>
            <T id="referral.companions" />
          </h3>
          <ul className="plain-list">
            {companions.map(({ relation, standing, ageBand, referralId }, at) => {
              const who = [t(`screening.bond.${relation}`), ageBand ? code(ageBand, 'ageBand') : '']
                .filter(Boolean)
                .join(' · ')
              return (
                // Two brothers of one age are two people: only their place tells them apart.
                <li key={`${at} ${referralId ?? ''}`}>
                  {referralId ? <Link to={`/referrals/${referralId}`}>{who}</Link> : who}{' '}
                  <Tag tone={standing === 'verified' ? 'good' : 'warn'}>
                    <T id={`referral.companions.${standing}`} />
                  </Tag>
                </li>
              )
            })}
          </ul>
        </section>
      )}
    </>
  )
}
