export { ReferralPage } from './ReferralPage.tsx'
export { DeclinePage, RedirectPage } from './MovePages.tsx'
export { OpenFromReferral, OpenWithoutReferral } from './opening/OpenCaseFlow.tsx'
