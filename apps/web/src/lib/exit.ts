import { lockDevice } from './device/device.ts'

/** A page that anybody may be seen with. */
const HARMLESS = 'https://www.wikipedia.org/'

/**
 * Leaves at once: what is on screen goes first, the keys after it, then the address. With no network the tab ends on an empty
 * page. What was typed is already on the device.
 */
export const exitThisPage = (): void => {
  document.documentElement.replaceChildren()
  document.title = ''
  void lockDevice().finally(() => location.replace(navigator.onLine ? HARMLESS : 'about:blank'))
}
