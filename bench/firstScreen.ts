import type { Browser } from 'playwright-core'

/** What is promised for script, styles and one catalogue together, compressed. */
export const firstScreenLimit = 170

/**
 * What comes over the wire, in KB as compressed, until the first heading stands at a first visit. The service worker
 * fetches the rest of the app later and is kept out of it.
 */
export async function measureFirstScreen(browser: Browser, url: string): Promise<{ app: number; fonts: number }> {
  const context = await browser.newContext({ serviceWorkers: 'block' })
  const page = await context.newPage()
  const network = await context.newCDPSession(page)
  await network.send('Network.enable')
  const kinds = new Map<string, string>()
  const sizes = new Map<string, number>()
  network.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  network.on('Network.dataReceived', ({ requestId, encodedDataLength }) =>
    sizes.set(requestId, (sizes.get(requestId) ?? 0) + encodedDataLength),
  )
  await page.goto(url, { waitUntil: 'networkidle' })
  await page.locator('h1').waitFor()
  await context.close()
  const sum = (wanted: (kind: string) => boolean) =>
    [...sizes].reduce((total, [id, size]) => total + (wanted(kinds.get(id) ?? '') ? size : 0), 0) / 1024
  return { app: sum((kind) => kind !== 'Font'), fonts: sum((kind) => kind === 'Font') }
}
