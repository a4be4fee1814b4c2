import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, phone, screenshot, visit } from '../support/browser.ts'

const resolve = (name: string) => createRequire(import.meta.resolve('../../apps/web/package.json')).resolve(name)

const fonts = {
  latin: resolve('@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2'),
  cyrillic: resolve('@fontsource-variable/source-sans-3/files/source-sans-3-cyrillic-wght-normal.woff2'),
  arabic: resolve('@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2'),
}

const words = {
  latin: ['sq', 'ltr', 'Sot ju flisni, ne dëgjojmë'],
  cyrillic: ['mk', 'ltr', 'Денес вие зборувате, ние слушаме'],
  arabic: ['ar', 'rtl', 'اليوم أنتم تتكلمون ونحن نستمع'],
} as const

const html = `<!doctype html><html lang="en"><head><title>Scripts</title><style>
${Object.keys(fonts)
  .map(
    (script) =>
      `@font-face { font-family: ${script}; src: url(/${script}.woff2) format('woff2'); font-weight: 200 900 }`,
  )
  .join('\n')}
p { font-size: 1.5rem; inline-size: max-content }
</style></head><body><main><h1 lang="en">Scripts</h1>
${Object.entries(words)
  .map(
    ([script, [lang, dir, text]]) =>
      `<p id="${script}" lang="${lang}" dir="${dir}" style="font-family: ${script}">${text}</p>`,
  )
  .join('\n')}
</main></body></html>`

const server = createServer((request, response) => {
  const script = /^\/(latin|cyrillic|arabic)\.woff2$/.exec(request.url ?? '')?.[1]
  if (script) response.setHeader('content-type', 'font/woff2').end(readFileSync(fonts[script as keyof typeof fonts]))
  else response.setHeader('content-type', 'text/html; charset=utf-8').end(html)
})
let url: string

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  url = `http://127.0.0.1:${address.port}/`
})
afterAll(() => server.close())

test('the bundled fonts show Latin, Cyrillic and Arabic in a browser that has no others', async () => {
  const { page, complaints } = await visit(url, { viewport: phone })
  await page.evaluate(() => document.fonts.ready)
  for (const [script, [, , text]] of Object.entries(words)) {
    expect(
      await page.evaluate(([font, sample]) => document.fonts.check(`24px ${font}`, sample), [script, text] as const),
    ).toBe(true)
    const width = () => page.locator(`#${script}`).evaluate((element) => element.getBoundingClientRect().width)
    const own = await width()
    await page.locator(`#${script}`).evaluate((element) => (element.style.fontFamily = 'sans-serif'))
    expect(await width(), `${script} looks the same in the fallback font`).not.toBe(own)
    await page.locator(`#${script}`).evaluate((element, font) => (element.style.fontFamily = font), script)
  }
  await expectAccessible(page)
  await screenshot(page, 'scripts')
  expect(complaints).toEqual([])
})
