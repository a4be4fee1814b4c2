import { expect, test } from 'vitest'
import { firstScreenLimit, measureFirstScreen } from '../../bench/firstScreen.ts'
import { startOneInstance, url } from '../../bench/oneInstance.ts'
import { browser } from '../support/browser.ts'
import { makeRunFolder, removeRunFolder } from '../support/cluster.ts'

test('the first screen is light enough for a telephone at the edge of a network', async () => {
  const folder = makeRunFolder()
  const instance = await startOneInstance(folder)
  try {
    const { app } = await measureFirstScreen(await browser(), url)
    expect(app).toBeGreaterThan(20)
    expect(app).toBeLessThan(firstScreenLimit)
  } finally {
    await instance.stop()
    await removeRunFolder(folder)
  }
})
