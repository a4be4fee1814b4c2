import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { createRoute, z } from '@hono/zod-openapi'
import type { AppContext } from '../http/env.ts'
import type { Routes } from '../http/register.ts'
import { notFound } from '../problem.ts'
import { interviewPacks, withoutPacks } from './interview-packs.ts'
import type { ContentSource } from './source.ts'

const bundleRoute = createRoute({
  method: 'get',
  path: '/api/content/bundle',
  summary: 'Indicator sets, interview scripts, courses, country profiles and the card, for use without a network',
  responses: {
    200: { content: { 'application/json': { schema: z.record(z.string(), z.unknown()) } }, description: 'The content' },
    304: { description: 'Not changed' },
  },
})
const catalogueRoute = createRoute({
  method: 'get',
  path: '/api/content/catalogues/{language}',
  summary: 'Every message of the interface in one language',
  request: { params: z.object({ language: z.string().max(12) }) },
  responses: {
    200: {
      content: { 'application/json': { schema: z.record(z.string(), z.unknown()) } },
      description: 'The messages',
    },
    304: { description: 'Not changed' },
    404: { description: 'No such language' },
  },
})

const interviewRoute = createRoute({
  method: 'get',
  path: '/api/content/interviews/{language}',
  summary: 'What a person hears, reads and answers in a language that the interface is not written in',
  request: { params: z.object({ language: z.string().max(12) }) },
  responses: {
    200: {
      content: { 'application/json': { schema: z.record(z.string(), z.unknown()) } },
      description: 'The texts of the talks, of the card and of what the app puts in',
    },
    304: { description: 'Not changed' },
    404: { description: 'No talk is written in that language' },
  },
})

type Ready = { body: string; zipped: Uint8Array<ArrayBuffer> | undefined; etag: string }

const prepare = (value: unknown): Ready => {
  const body = JSON.stringify(value)
  return { body, zipped: undefined, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` }
}

/** Content is no secret: a page that is not signed in yet needs the words as well. */
export const contentRoutes = (routes: Routes, source: ContentSource): void => {
  const { catalogues } = source.content
  const ready = new Map<string, Ready>()
  let packed: { packs: ReturnType<typeof interviewPacks>; of: string } | undefined
  /** The talks by language, made anew when content was replaced: a language may have been confirmed. */
  const packsNow = () => {
    const of = source.etag()
    if (packed?.of !== of) {
      packed = { packs: interviewPacks(source.content), of }
      ready.clear()
    }
    return packed.packs
  }
  let bundle: (Ready & { of: string }) | undefined
  const messages = new Map<string, Ready>()

  const answer = (c: AppContext, ready: Ready): Response => {
    c.header('ETag', ready.etag)
    c.header('Cache-Control', 'no-cache')
    c.header('Vary', 'Accept-Encoding')
    if (c.req.header('If-None-Match') === ready.etag) return c.body(null, 304)
    c.header('Content-Type', 'application/json')
    if (!/\bgzip\b/u.test(c.req.header('Accept-Encoding') ?? '')) return c.body(ready.body)
    ready.zipped ??= new Uint8Array(gzipSync(ready.body))
    c.header('Content-Encoding', 'gzip')
    return c.body(ready.zipped)
  }

  routes.open(bundleRoute, async (c) => {
    await source.fresh()
    const of = source.etag()
    if (bundle?.of !== of) {
      const { sets, courses, countries } = source.content
      const { scripts, card } = withoutPacks(source.content)
      const interviews = Object.fromEntries([...packsNow()].map(([language, { info }]) => [language, info]))
      const version = of.replaceAll('"', '')
      bundle = { ...prepare({ version, sets, scripts, courses, countries, card, interviews }), of }
    }
    return answer(c, bundle)
  })
  routes.open(catalogueRoute, (c) => {
    const { language } = c.req.valid('param')
    const found = Object.hasOwn(catalogues, language) ? catalogues[language] : undefined
    if (found === undefined) throw notFound('language')
    const prepared = messages.get(language) ?? prepare(found)
    messages.set(language, prepared)
    return answer(c, prepared)
  })
  routes.open(interviewRoute, (c) => {
    const { language } = c.req.valid('param')
    const found = packsNow().get(language)
    if (found === undefined) throw notFound('language')
    const prepared = ready.get(language) ?? prepare(found.pack)
    ready.set(language, prepared)
    return answer(c, prepared)
  })
}
