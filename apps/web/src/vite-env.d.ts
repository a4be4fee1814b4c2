/// <reference types="vite/client" />
declare const __STORYBOARD__: boolean
declare const __BUILD__: string

declare module 'virtual:catalogues' {
  import type { MessageFormatElement } from 'react-intl'
  type Language = 'en' | 'sq' | 'mk' | 'sr' | 'sr-Latn' | 'ar'
  type Loader = () => Promise<Readonly<Record<string, string | readonly MessageFormatElement[]>>>
  export const states: Readonly<Record<Language, { total: number; translated: number; reviewed: number }>>
  export const loaders: Readonly<Record<Language, { first: Loader; rest: Loader }>>
}

declare module 'virtual:country-outlines' {
  export const countries: Readonly<
    Partial<
      Record<
        string,
        {
          readonly outline: string
          readonly width: number
          readonly height: number
          /** Of the Mercator projection: pixels a radian, and where longitude 0 on the equator lies. */
          readonly scale: number
          readonly shift: readonly [number, number]
        }
      >
    >
  >
}

declare module 'virtual:region-map' {
  export const width: number
  export const height: number
  /** Each country's outline as an SVG path, and the middle of what is seen of it. */
  export const outlines: readonly { code: string; outline: string; at: readonly [number, number] }[]
}
