import { appendOnly, protect } from '../../platform/database/index.ts'
import type { Migration } from '../../platform/database/index.ts'

/**
 * Every release with its certificate, what it spent where it has noise, and to whom it went; apart from these what a law
 * demands, which is exact and is no release.
 */
export const releases: Migration = {
  id: '0720-releases',
  sql: `
create table figure_release (
  id uuid primary key,
  report text not null,
  year integer not null,
  version integer not null,
  method text not null check (method in ('suppress', 'round', 'noise')),
  -- As published: the cells of the report, and the table that was audited, which is all an attacker has.
  cells jsonb not null,
  published jsonb not null,
  certificate jsonb not null,
  digest text not null,
  -- What it was made from, so that noise is not drawn a second time for the same figures.
  made_from text,
  -- As the network gets it. Those of before this table were kept without.
  signed text,
  released_by text,
  released_at timestamptz not null,
  unique (report, year, version)
);
${protect('figure_release', {})}
revoke all on figure_release from {{app}};
${appendOnly('figure_release')}

-- One row a message: which release, or which told alert, to whom.
create table release_sending (
  message_id uuid primary key,
  release_id uuid references figure_release (id),
  alert_release_id uuid references alert_release (id),
  peer text not null,
  sent_by text,
  sent_at timestamptz not null,
  constraint one_thing check (num_nonnulls(release_id, alert_release_id) = 1)
);
create index release_sending_of on release_sending (release_id);
create index release_sending_alert on release_sending (alert_release_id);
${protect('release_sending', {})}
revoke all on release_sending from {{app}};
${appendOnly('release_sending')}

-- What noise may be spent on the people of a period, and what was. Fractions as text, so that sums are exact.
create table noise_budget (
  family text not null,
  period text not null,
  most text not null,
  primary key (family, period)
);
create table noise_spending (
  release_id uuid primary key references figure_release (id),
  family text not null,
  period text not null,
  epsilon text not null,
  rho text not null,
  at timestamptz not null,
  foreign key (family, period) references noise_budget (family, period)
);
${protect('noise_budget', {})}
${protect('noise_spending', {})}
revoke all on noise_budget, noise_spending from {{app}};
${appendOnly('noise_budget')}
${appendOnly('noise_spending')}

-- What went out exact because a law demands it, to one recipient. An empty legal basis is one that is to be confirmed.
create table statutory_transmission (
  id uuid primary key,
  report text not null,
  year integer not null,
  recipient text not null,
  legal_basis text not null,
  cells integer,
  digest text not null,
  sent_by text,
  sent_at timestamptz not null
);
create index statutory_transmission_latest on statutory_transmission (sent_at desc);
${protect('statutory_transmission', {})}
revoke all on statutory_transmission from {{app}};
${appendOnly('statutory_transmission')}

insert into figure_release (id, report, year, version, method, cells, published, certificate, digest, released_by, released_at)
  select id, report, year, row_number() over (partition by report, year order by sent_at, id), 'suppress', '[]',
    certificate -> 'table', certificate -> 'certificate', digest, sent_by, sent_at
  from transmission where class = 'safe_table';
insert into statutory_transmission (id, report, year, recipient, legal_basis, digest, sent_by, sent_at)
  select id, report, year, recipient, coalesce(legal_basis, ''), digest, sent_by, sent_at
  from transmission where class = 'statutory';
drop table transmission;

-- How a release came, and one row for each version of it: the same version with other figures is another's.
alter table release_received add column way text not null default 'file' check (way in ('file', 'message'));
create unique index release_received_once on release_received (from_instance, kind, name, period, version);

-- What was handed in as a release and was none: forged, changed, out of a stranger's hand, the same version twice.
create table release_refused (
  id uuid primary key,
  way text not null check (way in ('file', 'message')),
  -- Who brought it; null for a file.
  peer text,
  code text not null,
  -- What it says of itself; null where it says nothing that can be read.
  name text,
  period text,
  version integer,
  digest text not null,
  at timestamptz not null
);
create index release_refused_latest on release_refused (at desc);
${protect('release_refused', {})}
revoke all on release_refused from {{app}};
${appendOnly('release_refused')}
`,
}
