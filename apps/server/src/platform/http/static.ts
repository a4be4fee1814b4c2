import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, normalize, sep } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { AppContext } from './env.ts'
import { closedPolicy, contentSecurityPolicy, pageOf, scriptPolicy } from './content-security.ts'

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  webmanifest: 'application/manifest+json',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  webp: 'image/webp',
  woff2: 'font/woff2',
  wasm: 'application/wasm',
  txt: 'text/plain; charset=utf-8',
  map: 'application/json',
  mp3: 'audio/mpeg',
}
const compressible = new Set(['html', 'js', 'mjs', 'css', 'json', 'webmanifest', 'svg', 'wasm', 'txt', 'map'])

type Bytes = Uint8Array<ArrayBuffer>
type File = { bytes: Bytes; etag: string; type: string; encoded: Map<'br' | 'gzip', Bytes>; compressible: boolean }

const own = (buffer: Buffer): Bytes => new Uint8Array(buffer)

/** Serves the built web app from memory: a few hundred small files that change only with a new build. */
export const createStatic = (webDir: string) => {
  const files = new Map<string, { file: File; mtimeMs: number }>()

  const find = (path: string): File | undefined => {
    const full = normalize(join(webDir, path))
    if (!full.startsWith(normalize(webDir) + sep)) return undefined
    const stat = statSync(full, { throwIfNoEntry: false })
    if (stat === undefined || !stat.isFile()) return undefined
    const known = files.get(full)
    if (known !== undefined && known.mtimeMs === stat.mtimeMs) return known.file
    const bytes = own(readFileSync(full))
    const extension = path.split('.').at(-1) ?? ''
    const file: File = {
      bytes,
      etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
      type: types[extension] ?? 'application/octet-stream',
      encoded: new Map(),
      compressible: compressible.has(extension) && bytes.length > 1024,
    }
    for (const [encoding, suffix] of [
      ['br', '.br'],
      ['gzip', '.gz'],
    ] as const)
      if (existsSync(full + suffix)) file.encoded.set(encoding, own(readFileSync(full + suffix)))
    files.set(full, { file, mtimeMs: stat.mtimeMs })
    return file
  }

  const encode = (file: File, accepted: string): { bytes: Bytes; encoding?: 'br' | 'gzip' } => {
    const encoding = /\bbr\b/u.test(accepted) ? 'br' : /\bgzip\b/u.test(accepted) ? 'gzip' : undefined
    if (encoding === undefined || !file.compressible) return { bytes: file.bytes }
    let bytes = file.encoded.get(encoding)
    if (bytes === undefined) {
      bytes = own(
        encoding === 'br'
          ? brotliCompressSync(file.bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
          : gzipSync(file.bytes),
      )
      file.encoded.set(encoding, bytes)
    }
    return { bytes, encoding }
  }

  let policy: { etag: string; text: string } | undefined
  const policyFor = (page: File): string => {
    if (policy?.etag !== page.etag)
      policy = { etag: page.etag, text: contentSecurityPolicy(new TextDecoder().decode(page.bytes)) }
    return policy.text
  }

  /** The file at this path, or the app's page for a path that the app routes itself; undefined when there is neither. */
  return (c: AppContext): Response | undefined => {
    const path = decodePath(c.req.path)
    if (path === undefined) return undefined
    const wanted = path === '/' ? 'index.html' : path.slice(1)
    // A missing asset is missing: the page in its place would break in ways nobody understands.
    const file = find(wanted) ?? (/\.[a-z0-9]+$/u.test(wanted) ? undefined : find('index.html'))
    if (file === undefined) return undefined
    const isPage = file.type.startsWith('text/html')
    // Names under assets/ carry a hash of their content, so they never change.
    c.header('Cache-Control', wanted.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
    const isScript = file.type.startsWith('text/javascript')
    c.header('Content-Security-Policy', isPage ? policyFor(file) : isScript ? scriptPolicy : closedPolicy)
    c.header('ETag', file.etag)
    c.header('Vary', 'Accept-Encoding')
    if (c.req.header('If-None-Match') === file.etag) return c.body(null, 304)
    const { bytes, encoding } = encode(file, c.req.header('Accept-Encoding') ?? '')
    if (encoding !== undefined) c.header('Content-Encoding', encoding)
    c.header('Content-Type', file.type)
    c.header('Content-Length', String(bytes.length))
    return c.req.method === 'HEAD' ? c.body(null) : c.body(bytes)
  }
}

const decodePath = (path: string): string | undefined => {
  try {
    const decoded = decodeURIComponent(path)
    return decoded.includes('\0') ? undefined : decoded
  } catch {
    return undefined
  }
}

export const webAppIsBuilt = (webDir: string): boolean => pageOf(webDir) !== undefined
