import { protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/** Where somebody may go with a card: no secret, so every member reads it; who may write is asked before. */
export const cardPlaces: Migration = {
  id: '0860-card-places',
  sql: `
create table card_place (
  place_id uuid primary key,
  door text not null,
  hours text not null,
  confirmed_by text not null references member (id),
  confirmed_at timestamptz not null,
  removed_by text references member (id),
  removed_at timestamptz,
  check ((removed_by is null) = (removed_at is null))
);
${protect('card_place', { select: 'removed_at is null' })}
revoke insert, update, delete, truncate on card_place from {{app}};
`,
}
