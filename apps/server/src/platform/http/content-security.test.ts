import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { contentSecurityPolicy, reactAriaStyles } from './content-security.ts'

const sha = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

test('inline scripts and styles of the built page are allowed by hash, and nothing inline else', () => {
  const policy = contentSecurityPolicy(
    '<html><style>a{}</style><script type="module" src="/a.js"></script><script>theme()</script></html>',
  )
  expect(policy).toContain(sha('theme()'))
  expect(policy).toContain(sha('a{}'))
  expect(policy).not.toContain("'unsafe-inline'")
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("connect-src 'self'")
})

test('the two styles of React Aria are worded as the installed version words them', () => {
  const source = (name: string) =>
    readFileSync(fileURLToPath(new URL(`../../../../../node_modules/react-aria/${name}`, import.meta.url)), 'utf8')
  const press = source('dist/private/interactions/usePress.mjs').replace(
    /\$\{[^}]*PRESSABLE_ATTRIBUTE\}/u,
    'data-react-aria-pressable',
  )
  const scroll = source('dist/private/overlays/usePreventScroll.mjs')
  expect(press).toContain(reactAriaStyles[0])
  expect(scroll).toContain(reactAriaStyles[1])
})
