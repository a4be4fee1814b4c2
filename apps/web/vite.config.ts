import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { catalogues } from './build/catalogues.ts'
import { regionMap } from './build/regionMap.ts'

const catalogueFolder = fileURLToPath(new URL('../../content/catalogues', import.meta.url))
const features = fileURLToPath(new URL('src/features', import.meta.url))

/** `vite build --mode storyboard` adds the page of all components; a shipped build has no trace of it. */
export default defineConfig(({ mode, command }) => ({
  root: fileURLToPath(new URL('.', import.meta.url)),
  define: { __STORYBOARD__: JSON.stringify(mode === 'storyboard' || command === 'serve') },
  // Messages come parsed out of the build; the parser itself stays at home.
  resolve: {
    alias: [
      { find: /^@formatjs\/icu-messageformat-parser$/, replacement: '@formatjs/icu-messageformat-parser/no-parser.js' },
    ],
  },
  plugins: [
    catalogues(catalogueFolder, features),
    regionMap(),
    react(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      injectRegister: false,
      manifest: {
        name: 'Ariadne',
        short_name: 'Ariadne',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        background_color: '#f8f6f1',
        theme_color: '#f8f6f1',
        icons: [{ src: '/mark.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
      },
      injectManifest: {
        // Everything: the app, all its later pieces, every language and the fonts. After one visit nothing needs the network.
        globPatterns: ['**/*.{html,js,css,svg,woff2,webmanifest,wasm}'],
        maximumFileSizeToCacheInBytes: 4_000_000,
      },
    }),
  ],
  build: { outDir: 'dist', emptyOutDir: true, target: 'baseline-widely-available', reportCompressedSize: false },
  worker: { format: 'es' as const },
  server: { port: 5000, host: '127.0.0.1', proxy: { '/api': process.env['ARIADNE_API'] ?? 'http://127.0.0.1:4100' } },
}))
