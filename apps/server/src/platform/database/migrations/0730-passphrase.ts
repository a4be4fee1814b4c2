import type { Migration } from '../migration.ts'

/**
 * A passphrase is two things in two schemas under two roles: what the server checks, and what opens the member's seed.
 * Changed by halves they would lock the member out for good, so one function of the owner changes both, or neither.
 */
export const passphrase: Migration = {
  id: '0730-passphrase',
  sql: `
-- The keys of earlier passphrases, each sealed under the next: devices that were locked under one find their way.
alter table auth.login_kdf add column earlier jsonb not null default '[]';

-- False when the stored secret is another than the one that was proven: somebody else was quicker.
create function auth.change_passphrase(
  changed_account text, proven text, next_secret text, next_salt text, next_params jsonb, bridge jsonb,
  own_key text, next_seed text, kept_session text, kept_device text, at timestamptz
) returns boolean language plpgsql security definer set search_path = auth, app, pg_temp as $$
declare
  whose text;
begin
  update account set password = next_secret, "updatedAt" = at
    where "userId" = changed_account and "providerId" = 'credential' and password = proven;
  if not found then
    return false;
  end if;
  update login_kdf set salt = next_salt, params = next_params,
    earlier = jsonb_path_query_array(jsonb_build_array(bridge) || earlier, '$[0 to 9]')
    where user_id = changed_account;
  update member_key k set wrapped_seed = next_seed from member m
    where m.account_id = changed_account and k.member_id = m.id and k.key_id = own_key and k.retired_at is null
    returning m.id into strict whose;
  delete from session where "userId" = changed_account and token <> kept_session;
  -- Null keeps what lies on the other devices; they ask for the new passphrase when they are next in touch.
  update device set revoked_at = at
    where kept_device is not null and member_id = whose and revoked_at is null and session_hash <> kept_device;
  return true;
end $$;
revoke all on function auth.change_passphrase from public;
grant execute on function auth.change_passphrase to {{auth}};
`,
}
