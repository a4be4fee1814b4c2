import { chromium, type Browser } from 'playwright-core'
import { prepareChromium } from '../tests/support/chromium.ts'
import { makeRunFolder, removeRunFolder } from '../tests/support/cluster.ts'
import type { Figure } from './figure.ts'
import { firstScreenLimit, measureFirstScreen } from './firstScreen.ts'
import { startOneInstance, url } from './oneInstance.ts'

export const name = 'web'

/** The web app as a person's browser meets it: what the first screen costs, and how soon it is there with no network. */
export async function* run(): AsyncIterable<Figure> {
  const folder = makeRunFolder()
  const instance = await startOneInstance(folder)
  const { executablePath, env } = prepareChromium()
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'], env: { ...process.env, ...env } })
  try {
    const { app, fonts } = await measureFirstScreen(browser, url)
    yield {
      figure: 'web.firstScreen',
      value: app,
      unit: 'KB',
      target: { atMost: firstScreenLimit },
      note: 'transferred until the sign-in page stands: script, styles and one catalogue, as compressed; without fonts',
    }
    yield { figure: 'web.firstScreen.fonts', value: fonts, unit: 'KB' }
    yield {
      figure: 'web.offlineStart',
      value: await offlineStart(browser),
      unit: 's',
      target: { atMost: 1 },
      note: 'median of 5; no network, processor slowed 4 times; until the first heading stands',
    }
  } finally {
    await browser.close()
    await instance.stop()
    await removeRunFolder(folder)
  }
}

async function offlineStart(browser: Browser) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(url)
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await context.setOffline(true)
  const devtools = await context.newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  const times: number[] = []
  // The page itself notes when: whoever asks from outside asks every half second.
  await page.addInitScript(() => {
    const watch = new MutationObserver(() => {
      if (document.querySelector('h1') === null) return
      watch.disconnect()
      performance.mark('heading')
    })
    watch.observe(document, { childList: true, subtree: true })
  })
  for (let round = 0; round < 5; round += 1) {
    await page.goto(url, { waitUntil: 'commit' })
    const stands = await page.waitForFunction(() => performance.getEntriesByName('heading')[0]?.startTime)
    times.push(Number(await stands.jsonValue()) / 1000)
  }
  await context.close()
  return times.toSorted((a, b) => a - b)[2] ?? Number.NaN
}
