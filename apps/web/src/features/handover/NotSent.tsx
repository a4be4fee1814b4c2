import { Details } from '../../components/Details.tsx'
import { T } from '../../lib/i18n/text.tsx'

const LEFT_OUT = {
  question: ['everything'],
  offer: ['name', 'birth', 'photo', 'documents', 'story', 'address', 'route', 'traffickers', 'status', 'health'],
  dossier: ['interview', 'therapy', 'statements', 'relatives', 'screening', 'notAgreed'],
} as const

/** What does not go over at this stage (domain research C5): said beside what does. */
export const NotSent = ({ stage }: { stage: keyof typeof LEFT_OUT }) => (
  <Details summary={<T id="handover.notSent" />}>
    <ul>
      {LEFT_OUT[stage].map((what) => (
        <li key={what}>
          <T id={`handover.notSent.${what}`} />
        </li>
      ))}
    </ul>
  </Details>
)
