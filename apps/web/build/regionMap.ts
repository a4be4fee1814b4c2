import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type ExtendedFeature, type ExtendedFeatureCollection, geoConicConformal, geoMercator, geoPath } from 'd3-geo'
import { feature } from 'topojson-client'
import type { Plugin } from 'vite'

/** Countries of the region and those around it, by the numbers of ISO 3166 that the atlas knows them by. */
const CODES: Readonly<Record<string, string>> = {
  '008': 'AL', '040': 'AT', '070': 'BA', '100': 'BG', '191': 'HR', '196': 'CY', '203': 'CZ', '300': 'GR', '348': 'HU',
  '380': 'IT', '498': 'MD', '499': 'ME', '616': 'PL', '642': 'RO', '688': 'RS', '703': 'SK', '705': 'SI', '752': 'SE', '792': 'TR',
  '804': 'UA', '807': 'MK',
} // prettier-ignore
/** The atlas gives no number to what ISO gives none; its users write XK. */
const NAMED: Readonly<Record<string, string>> = { Kosovo: 'XK' }
const FRAME: readonly string[] = ['AL', 'BA', 'BG', 'GR', 'HR', 'HU', 'ME', 'MK', 'RO', 'RS', 'SI', 'XK', 'MD']

const WIDTH = 640
const HEIGHT = 560
const ID = 'virtual:region-map'
const COUNTRIES_ID = 'virtual:country-outlines'

/** Countries as the atlas (Natural Earth, in the public domain) has them. */
const readAtlas = () => {
  const atlas = fileURLToPath(import.meta.resolve('world-atlas/countries-50m.json'))
  const topology = JSON.parse(readFileSync(atlas, 'utf8')) as Parameters<typeof feature>[0]
  const countries = topology.objects['countries']
  if (countries === undefined) throw new Error(`${atlas} should hold the countries of the world`)
  const all = feature(topology, countries) as unknown as {
    features: (ExtendedFeature & { properties: { name: string } })[]
  }
  return all.features.flatMap((one) => {
    const code = CODES[String(one.id).padStart(3, '0')] ?? NAMED[one.properties.name]
    return code === undefined ? [] : [{ ...one, properties: { code } }]
  })
}

/** The region, drawn and cut to the frame when the app is built. */
const draw = (): string => {
  const coded = readAtlas()
  const frame: ExtendedFeatureCollection = {
    type: 'FeatureCollection',
    features: coded.filter(({ properties }) => FRAME.includes(properties.code)),
  }
  const projection = geoConicConformal().parallels([40, 46]).rotate([-21, 0]).fitSize([WIDTH, HEIGHT], frame)
  projection.clipExtent([
    [0, 0],
    [WIDTH, HEIGHT],
  ])
  const path = geoPath(projection).digits(1)
  const outlines = coded.flatMap((one) => {
    const outline = path(one)
    const [x, y] = path.centroid(one)
    // What lies outside the frame is told beside the map.
    return outline && x >= 0 && x <= WIDTH && y >= 0 && y <= HEIGHT
      ? [{ code: one.properties.code, outline, at: [Math.round(x), Math.round(y)] }]
      : []
  })
  return `export const width = ${WIDTH}\nexport const height = ${HEIGHT}\nexport const outlines = ${JSON.stringify(outlines)}\n`
}

/** Each country by itself, with the scale and shift of its Mercator projection, so that points can be drawn over it. */
const drawCountries = (): string => {
  const countries = Object.fromEntries(
    readAtlas().map((one) => {
      const projection = geoMercator().fitSize([WIDTH, HEIGHT], one)
      const [[left, top], [right, bottom]] = geoPath(projection).bounds(one)
      const [x, y] = projection.translate()
      projection.translate([x - left, y - top])
      const outline = geoPath(projection).digits(1)(one)
      const [shiftX, shiftY] = projection.translate()
      const drawn = {
        outline,
        width: Math.ceil(right - left),
        height: Math.ceil(bottom - top),
        scale: projection.scale(),
        shift: [shiftX, shiftY],
      }
      return [one.properties.code, drawn]
    }),
  )
  return `export const countries = ${JSON.stringify(countries)}\n`
}

const MODULES: Readonly<Record<string, () => string>> = { [ID]: draw, [COUNTRIES_ID]: drawCountries }

export const regionMap = (): Plugin => ({
  name: 'ariadne-region-map',
  resolveId: (id) => (id in MODULES ? `\0${id}` : undefined),
  load: (id) => (id.startsWith('\0') ? MODULES[id.slice(1)]?.() : undefined),
})
