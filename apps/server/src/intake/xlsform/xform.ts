import { pathsOf } from './form.ts'
import type { Form, FormNode, Group, Question, Words } from './form.ts'
import { toXPath } from './expression.ts'

const escape = (text: string): string =>
  text.replace(/[&<>"]/gu, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)

const DATA_TYPES: Readonly<Record<string, string>> = {
  integer: 'int',
  decimal: 'decimal',
  date: 'date',
  time: 'time',
  dateTime: 'dateTime',
  start: 'dateTime',
  end: 'dateTime',
  today: 'date',
  geopoint: 'geopoint',
  barcode: 'barcode',
}
const PRELOADS: Readonly<Record<string, readonly [string, string]>> = {
  start: ['timestamp', 'start'],
  end: ['timestamp', 'end'],
  today: ['date', 'today'],
  deviceid: ['property', 'deviceid'],
}

const attributes = (all: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(all)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escape(value)}"`))
    .join('')

/** The itext of a form: by id, the words in each language. */
const wordsIn = (form: Form, paths: ReadonlyMap<string, string>): Map<string, Words> => {
  const all = new Map<string, Words>()
  const add = (id: string, words: Words): void => {
    if (Object.keys(words).length > 0) all.set(id, words)
  }
  const walk = (nodes: readonly FormNode[]): void => {
    for (const node of nodes) {
      const path = paths.get(node.name) ?? ''
      add(`${path}:label`, node.label)
      if (node.kind === 'group') walk(node.children)
      else {
        add(`${path}:hint`, node.hint)
        add(`${path}:constraintMsg`, node.constraintMessage)
      }
    }
  }
  walk(form.children)
  for (const [list, choices] of Object.entries(form.lists))
    for (const { name, label } of choices) add(`${list}-${name}`, label)
  return all
}

/**
 * A form as ODK XForms XML (https://getodk.github.io/xforms-spec): data, binds, words in every language, and a body.
 * Written from the same form that the workbook is written from, so that the two say the same.
 */
export const xformOf = (form: Form): string => {
  const paths = pathsOf(form)
  const words = wordsIn(form, paths)
  const xpath = (source: string | undefined) => (source === undefined ? undefined : toXPath(source, paths).trim())
  const languages = form.languages.length > 0 ? form.languages : ['default']

  const data = (nodes: readonly FormNode[]): string =>
    nodes
      .map((node) =>
        node.kind === 'group' ? `<${node.name}>${data(node.children)}</${node.name}>` : `<${node.name}/>`,
      )
      .join('')
  const ref = (id: string): string => `jr:itext('${id}')`
  const bind = (node: Question | Group): string => {
    const nodeset = paths.get(node.name) ?? ''
    if (node.kind === 'group')
      return node.relevant === undefined ? '' : `<bind${attributes({ nodeset, relevant: xpath(node.relevant) })}/>`
    const preload = PRELOADS[node.type]
    return `<bind${attributes({
      nodeset,
      type: DATA_TYPES[node.type] ?? 'string',
      required: node.required ? 'true()' : undefined,
      readonly: node.type === 'note' ? 'true()' : undefined,
      relevant: xpath(node.relevant),
      constraint: xpath(node.constraint),
      'jr:constraintMsg': words.has(`${nodeset}:constraintMsg`) ? ref(`${nodeset}:constraintMsg`) : undefined,
      calculate: xpath(node.calculation),
      'jr:preload': preload?.[0],
      'jr:preloadParams': preload?.[1],
    })}/>`
  }
  const binds = (nodes: readonly FormNode[]): string =>
    nodes.map((node) => bind(node) + (node.kind === 'group' ? binds(node.children) : '')).join('\n')

  const labelled = (id: string, element: 'label' | 'hint'): string =>
    words.has(id) ? `<${element}${attributes({ ref: ref(id) })}/>` : ''
  const body = (nodes: readonly FormNode[]): string =>
    nodes
      .map((node) => {
        const path = paths.get(node.name) ?? ''
        const head = labelled(`${path}:label`, 'label')
        if (node.kind === 'group') return `<group${attributes({ ref: path })}>${head}${body(node.children)}</group>`
        const inside = head + labelled(`${path}:hint`, 'hint')
        const shown = attributes({ ref: path, appearance: node.appearance })
        if (node.type === 'calculate' || Object.hasOwn(PRELOADS, node.type)) return ''
        if (node.type === 'acknowledge') return `<trigger${shown}>${inside}</trigger>`
        if (node.type !== 'select_one' && node.type !== 'select_multiple') return `<input${shown}>${inside}</input>`
        const element = node.type === 'select_one' ? 'select1' : 'select'
        const items = (form.lists[node.list ?? ''] ?? [])
          .map(
            ({ name }) =>
              `<item>${labelled(`${node.list ?? ''}-${name}`, 'label')}<value>${escape(name)}</value></item>`,
          )
          .join('')
        return `<${element}${shown}>${inside}${items}</${element}>`
      })
      .join('\n')

  const translations = languages
    .map((language) => {
      const texts = [...words]
        .map(([id, one]) => {
          const text = one[language] ?? one['default'] ?? one[form.defaultLanguage ?? ''] ?? Object.values(one)[0] ?? ''
          return `<text${attributes({ id })}><value>${escape(text)}</value></text>`
        })
        .join('')
      const isDefault = language === (form.defaultLanguage ?? languages[0])
      return `<translation${attributes({ lang: language, default: isDefault ? 'true()' : undefined })}>${texts}</translation>`
    })
    .join('\n')

  return `<?xml version="1.0" encoding="UTF-8"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" xmlns:odk="http://www.opendatakit.org/xforms">
<h:head><h:title>${escape(form.title)}</h:title>
<model odk:xforms-version="1.0.0">
${words.size > 0 ? `<itext>\n${translations}\n</itext>` : ''}
<instance><data${attributes({ id: form.id, version: form.version })}>${data(form.children)}<meta><instanceID/></meta></data></instance>
${binds(form.children)}
<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>
</model></h:head>
<h:body>
${body(form.children)}
</h:body>
</h:html>
`
}
