import { protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/** Packages that the secretariat offers, on its own instance and on those of the countries, with who has signed so far. */
export const offers: Migration = {
  id: '0740-offers',
  sql: `
create table content_offer (
  digest text primary key,
  name text not null,
  version integer not null,
  -- The package as a general JWS; the first signature is that of the secretariat's instance.
  signed jsonb not null,
  met_at timestamptz not null,
  -- When the secretariat had the signature of this country's coordinator.
  handed_in_at timestamptz
);
${protect('content_offer', { select: 'true' })}
`,
}
