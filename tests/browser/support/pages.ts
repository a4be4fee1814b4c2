import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { FeatureRoute } from '../../../apps/web/src/lib/featureRoute.ts'

const FEATURES = join(import.meta.dirname, '../../../apps/web/src/features')

/** Every page that a feature registers, as the app itself finds them. */
export const allPaths = async (): Promise<string[]> => {
  const features = readdirSync(FEATURES, { withFileTypes: true }).filter((one) => one.isDirectory())
  const found = await Promise.all(
    features.map(async ({ name }) => {
      const routes = join(FEATURES, name, 'routes.ts')
      const module = (await import(routes).catch(() => ({ routes: [] }))) as { routes: readonly FeatureRoute[] }
      return module.routes.map((route) => route.path)
    }),
  )
  return found.flat().toSorted()
}

/** Goes to a page inside the app, without loading it anew, and waits until nothing moves on it any more. */
export const turnTo = async (page: Page, path: string): Promise<void> => {
  await page.evaluate((to) => {
    history.pushState({}, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, path)
  await page.locator('h1').first().waitFor()
  let before = ''
  for (let round = 0; round < 40; round += 1) {
    const now = await page.locator('#main').innerHTML()
    if (now === before && !/data-loading|aria-busy="true"/u.test(now)) return
    before = now
    await page.waitForTimeout(150)
  }
}

/** How many pixels of the page stick out to the side on the narrowest screen (WCAG 1.4.10), and what sticks out. */
export const stickingOut = async (page: Page): Promise<string[]> => {
  const size = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 800 })
  const found = await page.evaluate(() => {
    if (document.documentElement.scrollWidth <= innerWidth) return []
    return [...document.querySelectorAll('#main *')]
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect()
        return right > innerWidth + 1 || left < -1
      })
      .map((element) => `${element.tagName}.${element.className}`)
      .slice(0, 5)
      .concat(`${document.documentElement.scrollWidth} px wide`)
  })
  if (size) await page.setViewportSize(size)
  return found
}
