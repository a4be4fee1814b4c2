import './styles/index.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { Boundary } from './app/Boundary.tsx'
import { startDevice } from './lib/device/device.ts'
import { I18nProvider } from './lib/i18n/I18nProvider.tsx'
import { loadFirstTexts } from './lib/i18n/shown.ts'
import { findInstance } from './lib/session/instance.ts'
import { isFromOutside } from './lib/outside.ts'
import { watchRevocation } from './lib/session/revocation.ts'
import { installApp } from './lib/update.ts'

const root = document.getElementById('app')
if (!root) throw new Error('index.html has no #app')

if (!isFromOutside()) {
  void startDevice()
  void findInstance().catch(() => undefined)
  watchRevocation()
}
await loadFirstTexts()
createRoot(root).render(
  <StrictMode>
    <I18nProvider>
      <Boundary>
        <App />
      </Boundary>
    </I18nProvider>
  </StrictMode>,
)
// Without it the app still works, only not without a network; nothing to tell anybody here.
if (!isFromOutside()) void installApp().catch(() => undefined)
