import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'

export type Chromium = { executablePath: string; env: Record<string, string> }

/**
 * The Chromium that comes as an npm package, unpacked once for this account, with the few libraries and the one fallback
 * font it needs beside it: no package of the system, and the same picture on every machine. `ARIADNE_CHROMIUM` names
 * another browser, for machines the package was not made for.
 */
export function prepareChromium(): Chromium {
  const chosen = process.env.ARIADNE_CHROMIUM
  if (chosen) return { executablePath: chosen, env: {} }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'No Chromium is packaged for this machine. Set ARIADNE_CHROMIUM to the path of one, then start again.',
    )
  }
  const folder = unpacked()
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  }
}

function unpacked(): string {
  const packaged = dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')))
  const { version } = JSON.parse(readFileSync(join(packaged, 'package.json'), 'utf8')) as { version: string }
  const { uid } = userInfo()
  const folder = join(tmpdir(), `ariadne-chromium-${version}-${uid}`)
  if (existsSync(folder)) {
    // Under /tmp anyone could have put it there.
    if (lstatSync(folder).uid !== uid) throw new Error(`${folder} belongs to someone else. Remove it.`)
    return folder
  }
  const half = mkdtempSync(`${folder}-`)
  unpack(packaged, half)
  writeFileSync(join(half, 'fonts.conf'), fontsConf(folder))
  try {
    renameSync(half, folder)
  } catch (error) {
    // Another run was quicker.
    if (!existsSync(folder)) throw error
    rmSync(half, { recursive: true })
  }
  return folder
}

/** The package unpacks into the folder for temporary files, whichever that is; a process of its own gives it another. */
function unpack(packaged: string, into: string) {
  const archives = ['chromium.br', 'fonts.tar.br', 'al2023.tar.br'].map((name) => join(packaged, 'bin', name))
  const script = `
    const { inflate } = await import('@sparticuz/chromium')
    await Promise.all(${JSON.stringify(archives)}.map((archive) => inflate(archive)))`
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    env: { ...process.env, TMPDIR: into },
  })
}

const fontsConf = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`
