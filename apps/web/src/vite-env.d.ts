/// <reference types="vite/client" />
declare const __STORYBOARD__: boolean
declare const __BUILD__: string

declare module 'virtual:catalogues' {
  type Language = 'en' | 'sq' | 'mk' | 'sr' | 'sr-Latn' | 'ar'
  type Loader = () => Promise<Readonly<Record<string, string>>>
  export const states: Readonly<Record<Language, { total: number; translated: number; reviewed: number }>>
  export const loaders: Readonly<Record<Language, { first: Loader; rest: Loader }>>
}
