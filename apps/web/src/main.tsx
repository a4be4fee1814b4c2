import './styles/index.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { startDevice } from './lib/device/device.ts'
import { I18nProvider, startingLanguage } from './lib/i18n/I18nProvider.tsx'
import { loadCatalogue } from './lib/i18n/catalogue.ts'
import { findInstance } from './lib/session/instance.ts'
import { installApp } from './lib/update.ts'

const root = document.getElementById('app')
if (!root) throw new Error('index.html has no #app')

const language = startingLanguage()
void startDevice()
void findInstance().catch(() => undefined)
const messages = await loadCatalogue(language, 'first')
createRoot(root).render(
  <StrictMode>
    <I18nProvider start={{ language, messages }}>
      <App />
    </I18nProvider>
  </StrictMode>,
)
void installApp().catch((error: unknown) =>
  console.warn('This browser does not install the app for use with no network', error),
)
