import { createHash } from 'node:crypto'
import { COMMANDS } from '@ariadne/contract'
import type { CommandKind } from '@ariadne/contract'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import type { AppEnv } from './env.ts'

type Schema = {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  enum?: unknown[]
  const?: unknown
  oneOf?: Schema[]
  anyOf?: Schema[]
  format?: string
  pattern?: string
  maxLength?: number
  maximum?: number
  minimum?: number
  description?: string
  nullable?: boolean
}
type Parameter = { name: string; in: string; required?: boolean; schema?: Schema }
type Operation = {
  summary?: string
  security?: unknown[]
  parameters?: Parameter[]
  requestBody?: { content?: Record<string, { schema?: Schema }> }
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: Schema }> }>
}
type Document = {
  info: { title: string; version: string }
  paths: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, Schema> }
}

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const slug = (text: string) => text.replaceAll(/[^A-Za-z0-9]+/gu, '-').replace(/^-|-$/gu, '')

/** A schema in one line of words, with links to the named ones. */
const brief = (schema: Schema | undefined): string => {
  if (schema === undefined) return 'anything'
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? ''
    return `<a href="#schema-${slug(name)}">${escape(name)}</a>`
  }
  if (schema.const !== undefined) return `<code>${escape(JSON.stringify(schema.const))}</code>`
  if (schema.enum !== undefined) return schema.enum.map((value) => `<code>${escape(String(value))}</code>`).join(' or ')
  const choices = schema.oneOf ?? schema.anyOf
  if (choices !== undefined) return choices.map(brief).join(' or ')
  if (schema.type === 'array') return `list of ${brief(schema.items)}`
  const limits = [
    schema.format,
    schema.pattern === undefined ? undefined : `like <code>${escape(schema.pattern)}</code>`,
    schema.maxLength === undefined ? undefined : `at most ${schema.maxLength} characters`,
    schema.minimum === undefined ? undefined : `from ${schema.minimum}`,
    schema.maximum === undefined || schema.maximum > 1e15 ? undefined : `to ${schema.maximum}`,
  ].filter((limit) => limit !== undefined)
  const type = Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? 'anything')
  return `${escape(type)}${schema.nullable === true ? ' or null' : ''}${limits.length > 0 ? ` (${limits.join(', ')})` : ''}`
}

/** The fields of an object, nested ones with their path, so that a table and not a tree is read. */
const rows = (schema: Schema | undefined, path: string, depth: number): string => {
  if (schema?.properties === undefined || depth > 4) return ''
  const required = new Set(schema.required ?? [])
  return Object.entries(schema.properties)
    .map(([name, child]) => {
      const here = path === '' ? name : `${path}.${name}`
      const inner = child.type === 'array' ? child.items : child
      return `<tr><th scope="row"><code>${escape(here)}</code></th><td>${required.has(name) ? 'yes' : 'no'}</td><td>${brief(child)}${child.description === undefined ? '' : `<br>${escape(child.description)}`}</td></tr>${rows(inner, child.type === 'array' ? `${here}[]` : here, depth + 1)}`
    })
    .join('')
}

const table = (caption: string, schema: Schema | undefined): string => {
  const body = rows(schema, '', 0)
  if (body === '') return `<p>${escape(caption)}: ${brief(schema)}</p>`
  return `<table><caption>${escape(caption)}</caption><thead><tr><th scope="col">Field</th><th scope="col">Needed</th><th scope="col">Form</th></tr></thead><tbody>${body}</tbody></table>`
}

const schemaOf = (content: Record<string, { schema?: Schema }> | undefined): Schema | undefined =>
  content === undefined ? undefined : Object.values(content)[0]?.schema

const operationHtml = (path: string, method: string, operation: Operation): string => {
  const id = slug(`${method}-${path}`)
  const open = operation.security?.length === 0
  const parameters = (operation.parameters ?? [])
    .map(
      (parameter) =>
        `<tr><th scope="row"><code>${escape(parameter.name)}</code></th><td>${escape(parameter.in)}${parameter.required === true ? ', required' : ''}</td><td>${brief(parameter.schema)}</td></tr>`,
    )
    .join('')
  const answers = Object.entries(operation.responses ?? {})
  const good = answers
    .filter(([status]) => status === '200')
    .map(([, { content, description }]) =>
      content === undefined ? `<p>${escape(description ?? '')}</p>` : table('Answer', schemaOf(content)),
    )
    .join('')
  const others = answers
    .filter(([status]) => status !== '200')
    .map(([status, { description }]) => `<li>${escape(status)} ${escape(description ?? '')}</li>`)
    .join('')
  return `<section id="${id}"><h3><code>${escape(method.toUpperCase())} ${escape(path)}</code></h3><p>${escape(operation.summary ?? '')}. ${open ? 'Open to anyone.' : 'For signed-in members.'}</p>${parameters === '' ? '' : `<table><caption>Parameters</caption><tbody>${parameters}</tbody></table>`}${operation.requestBody === undefined ? '' : table('Body', schemaOf(operation.requestBody.content))}${good}${others === '' ? '' : `<p>Otherwise:</p><ul>${others}</ul>`}</section>`
}

const style = `
:root{color-scheme:light dark;--line:#8886;--mark:#0a6b63}
body{font:1rem/1.55 system-ui,sans-serif;margin:0 auto;padding:1.5rem;max-inline-size:64rem}
h1,h2,h3{line-height:1.2}h3{border-block-start:1px solid var(--line);padding-block-start:1.5rem}
th:nth-child(2),td:nth-child(2){overflow-wrap:normal;white-space:nowrap}
nav ul{columns:20rem;padding-inline-start:1rem}
table{border-collapse:collapse;inline-size:100%;margin-block:.75rem}caption{text-align:start;font-weight:600}
th,td{text-align:start;vertical-align:top;padding:.35rem .75rem .35rem 0;border-block-end:1px solid var(--line);overflow-wrap:anywhere}
a,code{overflow-wrap:anywhere}code{font-family:ui-monospace,monospace;font-size:.9em}
a:focus-visible{outline:3px solid var(--mark);outline-offset:2px}
@media print{nav{display:none}section{break-inside:avoid}}
`

/** The whole document as one page of plain HTML: no script, nothing from elsewhere, works with a keyboard and on paper. */
const docsPage = (document: Document): string => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const links = operations
    .map(
      ({ path, method }) =>
        `<li><a href="#${slug(`${method}-${path}`)}">${escape(method.toUpperCase())} ${escape(path)}</a></li>`,
    )
    .join('')
  const schemas = Object.entries(document.components?.schemas ?? {})
    .map(
      ([name, schema]) => `<section id="schema-${slug(name)}"><h3>${escape(name)}</h3>${table(name, schema)}</section>`,
    )
    .join('')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Programming interface</title><style>${style}</style></head><body><main><h1>${escape(document.info.title)}</h1><p>Version ${escape(document.info.version)}. The same as data: <a href="/openapi.json">openapi.json</a>. Every refusal is <code>application/problem+json</code> (RFC 9457) with a <code>code</code> and a <code>remedy</code>.</p><nav aria-label="Operations"><h2>Operations</h2><ul>${links}</ul></nav><h2>Operations in full</h2>${operations.map(({ path, method, operation }) => operationHtml(path, method, operation)).join('')}<h2>Named forms</h2>${schemas}</main></body></html>`
}

/** What a command of each kind has as its body; OpenAPI itself can only say that it is an object. */
const commandForms = (kinds: readonly string[]): Record<string, Schema> =>
  Object.fromEntries(
    kinds.flatMap((kind) => {
      if (!Object.hasOwn(COMMANDS, kind)) return []
      const { $schema: _, ...form } = z.toJSONSchema(COMMANDS[kind as CommandKind], {
        io: 'input',
        unrepresentable: 'any',
        target: 'openapi-3.0',
      })
      return [[`command.${kind}`, form as Schema]]
    }),
  )

export const docsRoutes = (
  app: OpenAPIHono<AppEnv>,
  info: { title: string; version: string },
  commandKinds: () => readonly string[],
): void => {
  let made: { json: string; html: string } | undefined
  const make = () => {
    if (made === undefined) {
      const document = app.getOpenAPI31Document({ openapi: '3.1.0', info }) as unknown as Document
      document.components ??= {}
      document.components.schemas = { ...document.components.schemas, ...commandForms(commandKinds()) }
      made = { json: JSON.stringify(document), html: docsPage(document) }
    }
    return made
  }
  const styleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`
  app.get('/openapi.json', (c) => c.body(make().json, 200, { 'Content-Type': 'application/json' }))
  app.get('/api/docs', (c) => {
    c.header(
      'Content-Security-Policy',
      `default-src 'none'; style-src ${styleHash}; base-uri 'none'; frame-ancestors 'none'`,
    )
    return c.html(make().html)
  })
}
