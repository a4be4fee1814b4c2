import type { Api } from '@ariadne/contract'
import { useEffect, useState } from 'react'
import { Icon } from '../../components/Icon.tsx'
import { api } from '../../lib/api/request.ts'
import { T } from '../../lib/i18n/text.tsx'

type Person = Api['GET /api/demo/people']['response']['people'][number]

/** Fictional people to become with one press. Only a demo instance has them. */
export const DemoPeople = ({ busy, onChoose }: { busy: boolean; onChoose: (person: Person) => void }) => {
  const [people, setPeople] = useState<readonly Person[]>([])
  useEffect(() => {
    api('GET /api/demo/people', {}).then(
      (answer) => setPeople(answer.people),
      () => setPeople([]),
    )
  }, [])
  if (people.length === 0) return null
  return (
    <section className="demo-people" aria-labelledby="demo-people">
      <h2 id="demo-people">
        <T id="signIn.demo.title" />
      </h2>
      <p className="quiet small">
        <T id="signIn.demo.lead" />
      </p>
      <ul>
        {people.map((person) => (
          <li key={person.email}>
            <button type="button" className="demo-person" onClick={() => !busy && onChoose(person)}>
              <span>
                <span className="demo-person-name">
                  <bdi>{person.name}</bdi>
                </span>
                <span className="quiet small">
                  <bdi>{person.role}</bdi> · <bdi>{person.unitName}</bdi>
                </span>
              </span>
              <Icon name="forward" size={16} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
