import { createRequire } from 'node:module'
import type * as Engine from '@getodk/xforms-engine'
import { JSDOM } from 'jsdom'

// The engine of ODK Web Forms, in Node: it expects a browser's document and asks for two names that only CommonJS has.

type Node_ = {
  readonly nodeType: string
  readonly currentState: {
    readonly reference: string
    readonly relevant: boolean
    readonly value?: unknown
    readonly children?: readonly Node_[] | null
    readonly label?: { readonly asString: string } | null
  }
  readonly selectValue?: (value: string | null) => void
  readonly setValue?: (value: unknown) => void
}
export type LoadedForm = {
  /** Every node by its path in the data. */
  nodes: ReadonlyMap<string, Node_>
  answer: (path: string, value: string) => void
  languages: () => readonly string[]
  speak: (language: string) => void
}

let engine: Promise<typeof Engine> | undefined
const open = () => {
  engine ??= (async () => {
    const { window } = new JSDOM('<!doctype html>')
    for (const name of Object.getOwnPropertyNames(window))
      if (
        /^(?:DOMParser|XML|Node|Element|Document|Attr|Text|CDATA|Comment|Processing|Character|HTML|XPath)/u.test(name)
      )
        if (!(name in globalThis)) Object.assign(globalThis, { [name]: window[name as keyof typeof window] })
    Object.assign(globalThis, {
      document: window.document,
      require: createRequire(import.meta.url),
      __dirname: import.meta.dirname,
    })
    return import('@getodk/xforms-engine')
  })()
  return engine
}

/**
 * Loads an XForm as a filler would.
 * @throws Error with the engine's own reason when it does not load
 */
export const loadXForm = async (xml: string): Promise<LoadedForm> => {
  const { loadForm } = await open()
  const loaded = await loadForm(xml)
  if (loaded.status === 'failure') throw new Error(`The engine does not load the form: ${String(loaded.error)}`)
  const instance = loaded.createInstance()
  const root = instance.root as unknown as Node_ & {
    readonly languages: readonly { readonly language?: string }[]
    readonly setLanguage: (language: unknown) => void
  }
  const nodes = new Map<string, Node_>()
  const walk = (node: Node_): void => {
    nodes.set(node.currentState.reference, node)
    for (const child of node.currentState.children ?? []) walk(child)
  }
  walk(root)
  return {
    nodes,
    answer: (path, value) => {
      const node = nodes.get(path)
      if (node?.selectValue) node.selectValue(value === '' ? null : value)
      else if (node?.setValue) node.setValue(value)
      else throw new Error(`There is nothing to answer at ${path}.`)
    },
    languages: () => root.languages.flatMap(({ language }) => (language === undefined ? [] : [language])),
    speak: (language) => {
      root.setLanguage(root.languages.find((one) => one.language === language))
    },
  }
}
