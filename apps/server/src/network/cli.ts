import { existsSync, writeFileSync } from 'node:fs'
import {
  ExchangeError,
  GeneralJws,
  TrustList,
  TrustRoot,
  importSigningKey,
  makeSigningKey,
  signTrustList,
  signTrustRoot,
  verifyTrustList,
  verifyTrustRoot,
} from '@ariadne/exchange'
import { fromBase64Url, fromUtf8 } from '@ariadne/vault'
import { CliError, type CliCommand } from '../cli/command.ts'
import { readJson } from '../cli/read-json.ts'
import { readSigningKeyFile } from './keys.ts'

// What coordinators do at a machine of their own, away from any instance: make a key, sign a list or a root that
// colleagues signed before or will sign after, look at what a file says.

type Statement =
  { kind: 'list'; list: TrustList; signed?: GeneralJws } | { kind: 'root'; root: TrustRoot; signed?: GeneralJws }

/** A list or a root, bare as a coordinator wrote it or already with signatures. */
const readStatement = (file: string): Statement => {
  const value = readJson(file)
  const asSigned = GeneralJws.safeParse(value)
  const bare: unknown = asSigned.success ? JSON.parse(fromUtf8(fromBase64Url(asSigned.data.payload))) : value
  const signed = asSigned.success ? { signed: asSigned.data } : {}
  const list = TrustList.safeParse(bare)
  if (list.success) return { kind: 'list', list: list.data, ...signed }
  const root = TrustRoot.safeParse(bare)
  if (root.success) return { kind: 'root', root: root.data, ...signed }
  const looksLikeRoot = typeof bare === 'object' && bare !== null && 'threshold' in bare
  const issue = (looksLikeRoot ? root.error : list.error).issues[0]
  throw new CliError(
    `${file}: field ${issue?.path.join('.') || '(top)'}: ${issue?.message ?? 'not as it should be'}. It should be a trust ${looksLikeRoot ? 'root' : 'list'}, bare or signed.`,
    { file, field: issue?.path.join('.') },
  )
}

const signersOf = (signed: GeneralJws | undefined): string[] =>
  (signed?.signatures ?? []).map((one) => (JSON.parse(fromUtf8(fromBase64Url(one.protected))) as { kid: string }).kid)

const keygen: CliCommand = {
  summary: 'Makes a signing key: a coordinator’s, or an instance’s',
  usage: '--out FILE',
  flags: { out: { type: 'string', help: 'where to write it; must not exist', value: 'FILE' } },
  run: async ({ text, json, io }) => {
    const out = text('out')
    if (out === undefined) throw new CliError('Say where to write the key: --out FILE.')
    if (existsSync(out)) throw new CliError(`${out} is there already and is left as it is. Name another file.`)
    const record = await makeSigningKey()
    writeFileSync(out, `${JSON.stringify(record)}\n`, { mode: 0o600, flag: 'wx' })
    const told = { kid: record.kid, x: record.x, file: out }
    io.out(
      json
        ? JSON.stringify({ ok: true, ...told })
        : `Key ${record.kid}\nPublic half (x): ${record.x}\nWritten to ${out}: keep it offline.`,
    )
    return 0
  },
}

const sign: CliCommand = {
  summary: 'Adds a coordinator’s signature to a trust list or root',
  usage: 'FILE --key FILE [--out FILE]',
  words: { least: 1, most: 1 },
  flags: {
    key: { type: 'string', help: 'the coordinator’s signing key', value: 'FILE' },
    out: { type: 'string', help: 'where to write the signed statement; by default to standard output', value: 'FILE' },
  },
  run: async ({ words, text, json, io }) => {
    const file = words[0] ?? ''
    const keyFile = text('key')
    if (keyFile === undefined) throw new CliError('Say with which key: --key FILE.')
    const record = (() => {
      try {
        return readSigningKeyFile(keyFile)
      } catch (error) {
        throw new CliError(error instanceof Error ? error.message : String(error))
      }
    })()
    const statement = readStatement(file)
    if (signersOf(statement.signed).includes(record.kid))
      throw new CliError(`${file} carries the signature of ${record.kid} already.`)
    const key = await importSigningKey(record)
    try {
      const signed =
        statement.kind === 'list'
          ? await signTrustList(statement.list, [key], statement.signed)
          : await signTrustRoot(statement.root, [key], statement.signed)
      const out = text('out')
      if (out !== undefined) writeFileSync(out, `${JSON.stringify(signed)}\n`)
      const count = signed.signatures.length
      if (json)
        io.out(JSON.stringify({ ok: true, kind: statement.kind, signatures: count, ...(out ? { out } : { signed }) }))
      else
        io.out(
          out === undefined
            ? JSON.stringify(signed)
            : `${out}: the ${statement.kind} has ${count} signature${count === 1 ? '' : 's'} now.`,
        )
      return 0
    } catch (error) {
      if (error instanceof ExchangeError) throw new CliError(`${file}: ${error.message}.`, { code: error.code })
      throw error
    }
  },
}

/** The root that a list is checked with; of several in a file the last one. */
const readRoot = async (file: string, now: string): Promise<TrustRoot> => {
  const value = readJson(file)
  const last = Array.isArray(value) ? (value.at(-1) as unknown) : value
  const answer = await verifyTrustRoot(last, { now })
  if (!answer.ok) throw new CliError(`${file}: ${answer.detail}.`, { code: answer.code })
  return answer.root
}

const verify: CliCommand = {
  summary: 'Says whether a trust list or root can be believed',
  usage: 'FILE [--root FILE]',
  words: { least: 1, most: 1 },
  flags: { root: { type: 'string', help: 'the signed root that a list is checked with', value: 'FILE' } },
  run: async ({ words, text, json, io }) => {
    const file = words[0] ?? ''
    const now = new Date().toISOString()
    const statement = readStatement(file)
    const value = readJson(file)
    if (statement.kind === 'root') {
      const answer = await verifyTrustRoot(value, { now })
      if (!answer.ok) throw new CliError(`${file}: ${answer.detail}.`, { code: answer.code })
      const told = { version: answer.root.version, threshold: answer.root.threshold, expires: answer.root.expires }
      io.out(
        json
          ? JSON.stringify({ ok: true, kind: 'root', ...told })
          : `Root ${told.version} holds: ${told.threshold} coordinators sign together, until ${told.expires}.`,
      )
      return 0
    }
    const rootFile = text('root')
    if (rootFile === undefined) throw new CliError('A list is checked with a root: --root FILE.')
    const answer = await verifyTrustList(value, await readRoot(rootFile, now), { now })
    if (!answer.ok) throw new CliError(`${file}: ${answer.detail}.`, { code: answer.code })
    const { version, expires } = answer.list
    if (json) io.out(JSON.stringify({ ok: true, kind: 'list', version, expires, signers: answer.signers }))
    else io.out(`List ${version} holds: signed for ${answer.signers.join(', ')}, until ${expires}.`)
    return 0
  },
}

/** A list lasts as long as the one before it did. */
const nextOf = (
  list: TrustList,
  keys: ReadonlyMap<string, { keyId: string; publicKey: string }>,
  me: string,
  now: Date,
) => {
  const changed: string[] = []
  const members = list.members.map((member) =>
    member.id !== me
      ? member
      : {
          ...member,
          units: member.units.map((unit) => {
            const key = keys.get(unit.id)
            if (!key || key.keyId === unit.key?.keyId) return unit
            changed.push(unit.id)
            return { ...unit, key }
          }),
        },
  )
  const lasts = Date.parse(list.expires) - Date.parse(list.issued)
  const expires = new Date(now.getTime() + lasts).toISOString()
  return { changed, next: { ...list, version: list.version + 1, issued: now.toISOString(), expires, members } }
}

const renew: CliCommand = {
  summary: 'Writes the next trust list with the unit keys this instance has now, for coordinators to sign',
  usage: 'LIST --out FILE',
  words: { least: 1, most: 1 },
  flags: { out: { type: 'string', help: 'where to write the list, bare; must not exist', value: 'FILE' } },
  run: async ({ words, text, json, io, config }) => {
    const file = words[0] ?? ''
    const out = text('out')
    if (out === undefined) throw new CliError('Say where to write the list: --out FILE.')
    if (existsSync(out)) throw new CliError(`${out} is there already and is left as it is. Name another file.`)
    const statement = readStatement(file)
    if (statement.kind !== 'list') throw new CliError(`${file} is a trust root. Name the list.`)
    const settings = config()
    const { withDatabases } = await import('../cli/session.ts')
    const keys = await withDatabases(settings, async ({ db }) => {
      const rows = await db
        .selectFrom('unit_key')
        .select(['unit_id', 'key_id', 'public_key'])
        .where('state', '=', 'current')
        .execute()
      return new Map(rows.map((row) => [row.unit_id, { keyId: row.key_id, publicKey: row.public_key }]))
    })
    const { changed, next } = nextOf(statement.list, keys, settings.instance.id, new Date())
    if (changed.length === 0) throw new CliError(`${file} names the keys of all units already. Nothing was written.`)
    writeFileSync(out, `${JSON.stringify(TrustList.parse(next))}\n`, { flag: 'wx' })
    io.out(
      json
        ? JSON.stringify({ ok: true, version: next.version, units: changed, file: out })
        : `${out}: list ${next.version} with new keys of ${changed.join(', ')}. Compare each fingerprint with its unit, then sign: ariadne trust sign.`,
    )
    return 0
  },
}

const show: CliCommand = {
  summary: 'Shows what a trust list or root says, believed or not',
  usage: 'FILE',
  words: { least: 1, most: 1 },
  run: async ({ words, json, io }) => {
    const statement = readStatement(words[0] ?? '')
    if (json) {
      io.out(
        JSON.stringify({
          kind: statement.kind,
          statement: statement.kind === 'list' ? statement.list : statement.root,
          signers: signersOf(statement.signed),
        }),
      )
      return 0
    }
    const lines =
      statement.kind === 'root'
        ? [
            `Root ${statement.root.version}, until ${statement.root.expires}; ${statement.root.threshold} of:`,
            ...statement.root.keys.map((key) => `  ${key.country}  ${key.holder}  ${key.kid}`),
          ]
        : [
            `Trust list ${statement.list.version} (root ${statement.list.rootVersion}), issued ${statement.list.issued}, until ${statement.list.expires}`,
            ...statement.list.members.flatMap((member) => [
              `  ${member.id}  ${member.name}  ${member.baseUrl}`,
              ...member.units.map((unit) => `    ${unit.id}  ${unit.name}  ${unit.key ? unit.key.keyId : 'no key'}`),
            ]),
          ]
    io.out([...lines, `Signatures: ${signersOf(statement.signed).join(', ') || 'none'} (not verified here)`].join('\n'))
    return 0
  },
}

export const trustCommands: Record<string, CliCommand> = {
  'trust keygen': keygen,
  'trust sign': sign,
  'trust verify': verify,
  'trust show': show,
  'trust renew': renew,
}
