export { ExchangePage } from './ExchangePage.tsx'
export { NetworkPage } from './NetworkPage.tsx'
