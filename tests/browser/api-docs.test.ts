import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestInstance } from '../../apps/server/src/testing/instance.ts'
import type { TestInstance } from '../../apps/server/src/testing/instance.ts'
import { desktop, expectAccessible, phone, visit } from '../support/browser.ts'
import { freePort } from '../support/ports.ts'

let instance: TestInstance
beforeAll(async () => {
  const port = await freePort()
  instance = await startTestInstance({ listen: true, config: { http: { baseUrl: `http://127.0.0.1:${port}`, port } } })
})
afterAll(() => instance.stop())

test('the description of the interface reads well, on a desk and on a phone', async () => {
  for (const viewport of [desktop, phone]) {
    const { page, context, complaints } = await visit(`${instance.url}/api/docs`, { viewport })
    await page.getByRole('link', { name: 'POST /api/commands' }).click()
    expect(await page.getByRole('heading', { name: 'POST /api/commands' }).isVisible()).toBe(true)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    if (viewport === phone) await expectAccessible(page)
    expect(complaints).toEqual([])
    await context.close()
  }
})
