import { writeFileSync } from 'node:fs'
import { CliError } from '../../cli/command.ts'
import type { CliCommand } from '../../cli/command.ts'
import { newVapidKey } from './vapid.ts'

const pushKey: CliCommand = {
  summary: 'Makes the key by which push services know this instance, so that devices ring while the app is closed',
  usage: 'FILE',
  words: { least: 1, most: 1 },
  run: async ({ words: [file = ''], io, json }) => {
    const { privateKey, publicKey } = newVapidKey()
    try {
      writeFileSync(file, `${privateKey}\n`, { mode: 0o600, flag: 'wx' })
    } catch (error) {
      const isThere = (error as { code?: string }).code === 'EEXIST'
      throw new CliError(
        isThere
          ? `${file} is there already. A new key ends the ringing of every device; move the old one away first if you mean it.`
          : `${file} cannot be written. Choose a place you may write to.`,
        { file },
      )
    }
    if (json) io.out(JSON.stringify({ file, publicKey }))
    else
      io.out(
        `Written: ${file}. Name it as ARIADNE_PUSH_PRIVATE_KEY_FILE, and an address where you are reached as ARIADNE_PUSH_SUBJECT (mailto: or https:).`,
      )
    return 0
  },
}

export const ringerCommands: Record<string, CliCommand> = { 'push-key': pushKey }
