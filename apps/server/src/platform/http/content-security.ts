import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * React Aria 3 puts these two texts into style elements (usePress and usePreventScroll). A policy by hash lets exactly
 * them through; the test beside this file fails when a new version words them differently.
 */
export const reactAriaStyles = [
  '@layer {\n  [data-react-aria-pressable] {\n    touch-action: pan-x pan-y pinch-zoom;\n  }\n}',
  '@layer {\n  * {\n    overscroll-behavior: contain;\n  }\n}',
] as const

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const inline = (html: string, element: 'script' | 'style'): string[] =>
  Array.from(
    html.matchAll(new RegExp(`<${element}(?![^>]*\\ssrc=)[^>]*>([\\s\\S]*?)</${element}>`, 'gu')),
    (found) => found[1] ?? '',
  )
    .filter((text) => text !== '')
    .map(hash)

/** The policy of the web app, with the hashes of what its built page holds inline. */
export const contentSecurityPolicy = (html: string): string =>
  [
    "default-src 'none'",
    // wasm-unsafe-eval: Argon2id runs as WebAssembly. It allows no eval of text.
    `script-src ${["'self'", ...inline(html, 'script'), "'wasm-unsafe-eval'"].join(' ')}`,
    `style-src ${["'self'", ...inline(html, 'style'), ...reactAriaStyles.map(hash)].join(' ')}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

export const pageOf = (webDir: string): string | undefined => {
  const path = join(webDir, 'index.html')
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

/** Headers for every answer. Strict transport security only where the address people use is https. */
export const securityHeaders = (baseUrl: string): Record<string, string> => ({
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
  'X-Robots-Tag': 'noindex, nofollow',
  ...(baseUrl.startsWith('https://') ? { 'Strict-Transport-Security': 'max-age=63072000; includeSubDomains' } : {}),
})

/** For everything that is not the web app's page: nothing may load, run or frame it. */
export const closedPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/**
 * For scripts. A worker takes its policy from its own answer, not from the page: the service worker fetches and caches the app, and the
 * worker that derives keys runs Argon2id. Scripts that the page loads itself stay under the page's policy.
 */
export const scriptPolicy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
