import type { Api } from '@ariadne/contract'
import { Callout } from '../../components/Tag.tsx'
import { When } from '../../components/When.tsx'
import { useRead } from '../../lib/api/useRead.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { receivingUnits } from './units.ts'
import { useScreening } from './useScreening.tsx'

export type Unit = Api['GET /api/directory']['response']['units'][number]

/** A telephone number that can be called by tapping it, left to right in every script. */
export const Phone = ({ number }: { number: string }) => (
  <a className="phone" href={`tel:${number.replaceAll(/[^\d+]/g, '')}`}>
    <bdi dir="ltr">{number}</bdi>
  </a>
)

/** Units whose on-duty contact somebody has confirmed and test-called, for this person. */
const onDuty = (units: readonly Unit[]): Unit[] => units.filter((unit) => unit.onDuty?.confirmedAt && unit.onDuty.phone)

/** Units that can be telephoned for this person. */
export const useReachable = (child: boolean): Unit[] => {
  const { me } = useScreening()
  const directory = useRead('GET /api/directory', {})
  const units = directory.state === 'ready' ? receivingUnits(directory.data.units, me, child) : []
  return onDuty(child ? units.filter((unit) => unit.kind === 'child_protection') : units)
}

/**
 * Whom to call now, from the directory on this device. Where nobody is confirmed it says so, and what to do instead: no number is
 * ever made up.
 */
export const OnDuty = ({ child }: { child: boolean }) => {
  const t = useT()
  const reachable = useReachable(child)
  return (
    <div className="stack">
      {reachable.length > 0 ? (
        <ul className="contacts">
          {reachable.map((unit) => (
            <li key={unit.unitId} className="contact">
              <span>
                <strong>
                  <bdi>{unit.name}</bdi>
                </strong>
                {unit.onDuty?.note && <span className="quiet"> {unit.onDuty.note}</span>}
                <span className="quiet small contact-confirmed">
                  <T
                    id="screening.onDuty.confirmed"
                    values={{ at: <When at={unit.onDuty?.confirmedAt ?? ''} show="date" /> }}
                  />
                </span>
              </span>
              <Phone number={unit.onDuty?.phone ?? ''} />
            </li>
          ))}
        </ul>
      ) : (
        <Callout tone="warn" title={t('screening.onDuty.none')}>
          <p>
            <T id={child ? 'screening.onDuty.none.child' : 'screening.onDuty.none.body'} />
          </p>
        </Callout>
      )}
    </div>
  )
}
