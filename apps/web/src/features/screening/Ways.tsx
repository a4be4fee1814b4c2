import type { Way } from '@ariadne/domain/screening'
import { Icon, type IconName } from '../../components/Icon.tsx'
import { Link } from '../../components/Link.tsx'
import { T } from '../../lib/i18n/text.tsx'
import { useMe } from '../../lib/session/me.tsx'
import { actingFor } from './choices.ts'
import { unitKindOf } from './sets.ts'

interface Choice {
  readonly way: Way
  readonly to: string
  readonly icon: IconName
  /** Units that come here for this first of all. */
  readonly first?: string
}

const CHOICES: readonly Choice[] = [
  { way: 'private_talk', to: '/screening/new?way=private_talk', icon: 'person' },
  { way: 'second_talk', to: '/screening/new?way=second_talk', icon: 'clock' },
  { way: 'arrival', to: '/arrivals/new?way=arrival', icon: 'sending' },
  { way: 'asylum_interview', to: '/screening/new?way=asylum_interview', icon: 'info', first: 'asylum_office' },
  { way: 'inspection', to: '/arrivals/new?way=inspection', icon: 'alert', first: 'labour_inspectorate' },
]

/** Other ways than the minute at a gate. What belongs to one's unit stands first; none is closed to anybody. */
export const Ways = () => {
  const me = useMe()
  const kinds = actingFor(me).map(({ unitId }) => unitKindOf(me, unitId))
  const own = (choice: Choice) => (choice.first !== undefined && kinds.includes(choice.first) ? 0 : 1)
  return (
    <nav aria-labelledby="ways">
      <h2 id="ways">
        <T id="screening.ways" />
      </h2>
      <ul className="ways">
        {CHOICES.toSorted((a, b) => own(a) - own(b)).map(({ way, to, icon }) => (
          <li key={way} className="way">
            <Icon name={icon} />
            <span>
              <Link to={to}>
                <T id={`screening.way.${way}`} />
              </Link>
              <span className="quiet small way-about">
                <T id={`screening.way.${way}.about`} />
              </span>
            </span>
          </li>
        ))}
        <li className="way">
          <Icon name="globe" />
          <span>
            <Link to="/cards">
              <T id="card.way" />
            </Link>
            <span className="quiet small way-about">
              <T id="card.way.about" />
            </span>
          </span>
        </li>
      </ul>
    </nav>
  )
}
