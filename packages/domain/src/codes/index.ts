export * from './htcds.ts'
export * from './countries.ts'
export * from './languages.ts'
export * from './languageNames.ts'
