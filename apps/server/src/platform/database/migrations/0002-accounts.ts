import type { Migration } from '../migration.ts'

/** Sign-in, in a schema that only the auth role reaches. The first part is what better-auth 1.7 asks for. */
export const accounts: Migration = {
  id: '0002-accounts',
  sql: `
set local search_path = auth;
create table "user" (
  "id" text primary key, "name" text not null, "email" text not null unique, "emailVerified" boolean not null,
  "image" text, "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp, "twoFactorEnabled" boolean
);
create table "session" (
  "id" text primary key, "expiresAt" timestamptz not null, "token" text not null unique,
  "createdAt" timestamptz not null default current_timestamp, "updatedAt" timestamptz not null, "ipAddress" text,
  "userAgent" text, "userId" text not null references "user" ("id") on delete cascade
);
create table "account" (
  "id" text primary key, "accountId" text not null, "providerId" text not null,
  "userId" text not null references "user" ("id") on delete cascade, "accessToken" text, "refreshToken" text,
  "idToken" text, "accessTokenExpiresAt" timestamptz, "refreshTokenExpiresAt" timestamptz, "scope" text,
  "password" text, "createdAt" timestamptz not null default current_timestamp, "updatedAt" timestamptz not null
);
create table "verification" (
  "id" text primary key, "identifier" text not null, "value" text not null, "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default current_timestamp, "updatedAt" timestamptz not null default current_timestamp
);
create table "twoFactor" (
  "id" text primary key, "secret" text not null, "backupCodes" text not null,
  "userId" text not null references "user" ("id") on delete cascade, "verified" boolean,
  "failedVerificationCount" integer, "lockedUntil" timestamptz
);
create index "session_userId_idx" on "session" ("userId");
create index "account_userId_idx" on "account" ("userId");
create index "verification_identifier_idx" on "verification" ("identifier");
create index "twoFactor_secret_idx" on "twoFactor" ("secret");
create index "twoFactor_userId_idx" on "twoFactor" ("userId");

-- How a browser turns this account's passphrase into its login secret.
create table login_kdf (
  user_id text primary key references "user" ("id") on delete cascade,
  salt text not null,
  params jsonb not null
);
-- A one-time way in. Only the token's hash is kept, so a copy of this table lets nobody in.
create table invitation (
  token_hash text primary key,
  member_id text not null,
  email text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index invitation_member on invitation (member_id);
set local search_path = app;
`,
}
