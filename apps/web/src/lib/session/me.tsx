import type { Api } from '@ariadne/contract'
import { type ReactNode, createContext, use } from 'react'

export type Me = Api['GET /api/me']['response']
export type FunctionName = Me['member']['memberships'][number]['functions'][number]

const MeContext = createContext<Me | null>(null)
export const MeProvider = ({ me, children }: { me: Me; children: ReactNode }) => (
  <MeContext value={me}>{children}</MeContext>
)

/** Whoever is signed in. Inside the app there always is somebody. */
export const useMe = (): Me => {
  const me = use(MeContext)
  if (!me) throw new Error('useMe needs somebody signed in: use it inside the app')
  return me
}

export const functionsOf = (me: Me): ReadonlySet<FunctionName> =>
  new Set(me.member.memberships.flatMap((membership) => membership.functions))
