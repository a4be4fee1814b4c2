import type { ComponentType } from 'react'
import type { FunctionName } from './session/me.tsx'

/**
 * A page of a feature. Each `features/<name>/routes.ts` exports `routes`, a list of these; the app finds them by itself. The page
 * comes in a chunk of its own when somebody goes there.
 * @example
 * export const routes: FeatureRoute[] = [
 *   { path: '/cases/$caseId', page: () => import('./CasePage.tsx').then((m) => m.CasePage) },
 * ]
 */
export interface FeatureRoute {
  /** TanStack Router's syntax: `/cases/$caseId`. */
  readonly path: string
  readonly page: () => Promise<ComponentType>
  /** True where the texts of the first screen are enough (the compiler says which: build/catalogues.ts); others wait for all. */
  readonly firstTexts?: true
  /** A place in the navigation: message id, order, and whom it is for (everybody when it does not say). */
  readonly nav?: { readonly label: string; readonly order: number; readonly functions?: readonly FunctionName[] }
}
