import type { Migration } from '../../platform/database/index.ts'

/** The part of the country a unit works in, and a first contact was in: what counts are told by, and nothing smaller. */
export const areas: Migration = {
  id: '0710-areas',
  sql: `
alter table unit add column area text check (area ~ '^[A-Z]{2}[A-Z0-9]{1,3}$');
alter table figure_fact add column area text;
`,
}
