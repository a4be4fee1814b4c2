import type { FeatureRoute } from '../lib/featureRoute.ts'

type WithNav = FeatureRoute & { readonly nav: NonNullable<FeatureRoute['nav']> }

let items: readonly WithNav[] = []

/** Kept apart from the router, which draws the shell that shows it. */
export const setNavigation = (routes: readonly FeatureRoute[]): void => {
  items = routes.filter((route): route is WithNav => route.nav !== undefined).sort((a, b) => a.nav.order - b.nav.order)
}
export const navigation = (): readonly WithNav[] => items
