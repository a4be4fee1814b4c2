export { readCtdc } from './ctdc-records.ts'
export type { CtdcRecord } from './ctdc-records.ts'
export { importRecords } from './import-records.ts'
