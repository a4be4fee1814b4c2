import type { Api } from '@ariadne/contract'
import { useQuery } from '@tanstack/react-query'
import { readKept } from '../../lib/api/useRead.ts'

type Actions = Api['GET /api/cases/{caseId}']['response']['actions']

/** What reached a case after a moment, or null while it cannot be read. */
export const useCaseSince = (caseId: unknown, at: string): Actions | null => {
  const read = useQuery({
    queryKey: ['since', caseId, at],
    enabled: typeof caseId === 'string',
    queryFn: async () =>
      (await readKept('GET /api/cases/{caseId}', { params: { caseId: caseId as never } })).data.actions,
  })
  return read.data?.filter((action) => action.receivedAt > at) ?? null
}
