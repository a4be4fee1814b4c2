import { type CaseState, endOfDay, isEffective, queueEntries } from '@ariadne/domain'

export interface Clock {
  readonly key: string
  /** Message id, and the code of what it is about. */
  readonly label: string
  readonly code: string | null
  readonly due: string
  readonly basis: 'target' | 'law'
}

/** Everything in this case that has a day, the nearest first. Only what a law was read to say is called law. */
export const clocksOf = (state: CaseState, now: string): Clock[] => {
  const fromQueues = queueEntries(state).flatMap((entry): Clock[] =>
    entry.dueAt
      ? [
          {
            key: `${entry.queue}/${entry.subjectId ?? ''}/${entry.dueAt}`,
            label: `casefile.clock.${entry.queue}`,
            code: null,
            due: entry.dueAt,
            basis:
              entry.queue === 'reflection_ending' && state.reflection.lengthBasis === 'national_law_confirmed'
                ? 'law'
                : 'target',
          },
        ]
      : [],
  )
  const latestRisks = new Map(state.risks.map((risk) => [risk.type, risk]))
  const risks = [...latestRisks.values()].map((risk): Clock => ({
    key: `risk/${risk.type}`,
    label: 'casefile.clock.risk',
    code: risk.type,
    due: endOfDay(risk.validUntil),
    basis: 'target',
  }))
  const agreements = state.agreements
    .filter((one) => isEffective(one, state, now))
    .map((one): Clock => ({
      key: `agreement/${one.agreementId}`,
      label: 'casefile.clock.agreement',
      code: one.purpose,
      due: endOfDay(one.expiresOn),
      basis: 'target',
    }))
  return [...fromQueues, ...risks, ...agreements].sort((a, b) => a.due.localeCompare(b.due))
}
