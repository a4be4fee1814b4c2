import { appendOnly, protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/**
 * Which roots and lists this instance has accepted. Without this memory an old list, put back in the file, would be
 * believed again.
 */
export const network: Migration = {
  id: '0400-network',
  sql: `
create table trust_root (
  version integer primary key,
  signed jsonb not null,
  accepted_at timestamptz not null
);
create table trust_list (
  version integer primary key,
  digest text not null,
  signed jsonb not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz not null
);
${protect('trust_root', { select: 'true' })}
${protect('trust_list', { select: 'true' })}
${appendOnly('trust_root')}
${appendOnly('trust_list')}
`,
}
