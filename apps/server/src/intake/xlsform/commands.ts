import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { stringify } from 'yaml'
import { CliError } from '../../cli/command.ts'
import type { Call, CliCommand } from '../../cli/command.ts'
import { contentFlags, contentFolder, findSetFor, setFlags } from '../../cli/content-folder.ts'
import { loadContent } from '../../platform/content/load.ts'
import { readContentFile } from '../../platform/content/read-file.ts'
import { questionsOf } from './form.ts'
import { formOf } from './fromSet.ts'
import { compareWithStandard, followsStandard, readStandard } from './htcds.ts'
import type { Standard } from './htcds.ts'
import { FormRefused, readForm } from './readForm.ts'
import type { Remark } from './readForm.ts'
import { findSetDraft } from './toSet.ts'
import { sheetsOf } from './workbook.ts'
import type { Sheet } from './workbook.ts'
import { xformOf } from './xform.ts'

const exportForm: CliCommand = {
  summary: 'Writes an indicator set as an XLSForm, for Kobo, ODK and others',
  usage: '--set ID[@VERSION] --out FILE.xlsx [--xform FILE.xml]',
  flags: {
    ...setFlags,
    out: { type: 'string', help: 'the workbook to write; must not exist', value: 'FILE.xlsx' },
    xform: { type: 'string', help: 'the same form as XForms XML; must not exist', value: 'FILE.xml' },
  },
  run: async (call) => {
    const { text, io, json } = call
    const [out, xform] = [text('out'), text('xform')]
    if (out === undefined && xform === undefined)
      throw new CliError('Say where to write the form: --out FILE.xlsx, --xform FILE.xml, or both.', { field: 'out' })
    for (const file of [out, xform])
      if (file !== undefined && existsSync(file))
        throw new CliError(`${file} is there already and is left as it is. Name another file.`, { file })
    const loaded = await findSetFor(call, text('set'))
    const { folder } = contentFolder(call)
    const { content } = await loadContent(folder)
    const form = formOf(loaded, content.catalogues)
    if (out !== undefined) {
      const { writeSheets } = await import('./excel.ts')
      await writeSheets(out, sheetsOf(form))
    }
    if (xform !== undefined) writeFileSync(xform, xformOf(form))
    const { id, version } = loaded.set
    const questions = questionsOf(form.children).length
    for (const line of loaded.told) io.err(line)
    io.out(
      json
        ? JSON.stringify({
            ok: true,
            set: id,
            version,
            form: form.id,
            questions,
            languages: form.languages,
            out: out ?? null,
            xform: xform ?? null,
          })
        : `${id}@${version}: ${questions} rows in ${form.languages.length} languages, written to ${[out, xform].filter((file) => file !== undefined).join(' and ')}.`,
    )
    return 0
  },
}

const readStandardIn = async (call: Call): Promise<Standard | undefined> => {
  const { folder } = contentFolder(call)
  const files = ['htcds-2.0-fields.yaml', 'htcds-2.0.yaml'].map((name) => join(folder, 'codelists', name))
  if (!files.every((file) => existsSync(file))) return undefined
  const [fields, lists] = await Promise.all(files.map(readContentFile))
  return fields?.ok && lists?.ok ? readStandard(fields.value, lists.value) : undefined
}

const placeOf = ({ sheet, row, column }: Pick<Remark, 'sheet' | 'row' | 'column'>): string =>
  [sheet, row === null ? undefined : `row ${row}`, column === null ? undefined : `column ${column}`]
    .filter((part) => part !== undefined)
    .join(', ')

const readWorkbook = async (file: string): Promise<Sheet[]> => {
  if (!existsSync(file)) throw new CliError(`There is no ${file}. Name an .xlsx file.`, { file })
  const { readSheets } = await import('./excel.ts')
  try {
    return await readSheets(file)
  } catch (error) {
    throw new CliError(
      `${file} cannot be read as a workbook (${error instanceof Error ? error.message : String(error)}). Save it as .xlsx.`,
      { file },
    )
  }
}

/** Writes all files or none: to a folder beside, which then takes the name. */
const writeFolder = (out: string, files: Readonly<Record<string, string>>): void => {
  const target = resolve(out)
  mkdirSync(dirname(target), { recursive: true })
  const beside = mkdtempSync(join(dirname(target), '.form-'))
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(beside, name), text)
    renameSync(beside, target)
  } catch (error) {
    rmSync(beside, { recursive: true, force: true })
    throw error
  }
}

const importForm: CliCommand = {
  summary: 'Reads an XLSForm into a draft, and says with row and column what could not be carried over',
  usage: 'FILE.xlsx --out FOLDER',
  words: { least: 1, most: 1 },
  flags: {
    out: { type: 'string', help: 'the folder to write; must not exist', value: 'FOLDER' },
    ...contentFlags,
  },
  run: async (call) => {
    const { words, text, io, json } = call
    const file = words[0] ?? ''
    const out = text('out')
    if (out === undefined) throw new CliError('Say where to write the draft: --out FOLDER.', { field: 'out' })
    if (existsSync(out))
      throw new CliError(`${out} is there already and is left as it is. Name another folder.`, { file: out })
    const sheets = await readWorkbook(file)
    const { form, remarks } = (() => {
      try {
        return readForm(sheets, basename(file, extname(file)))
      } catch (error) {
        if (!(error instanceof FormRefused)) throw error
        const { sheet, row } = error
        throw new CliError(
          `${file}: ${placeOf({ sheet, row, column: null })}: ${error.message}. Nothing was imported.`,
          {
            file,
            sheet,
            row,
          },
        )
      }
    })()
    const standard = await readStandardIn(call)
    const all = [...remarks, ...(standard ? compareWithStandard(form, sheets, standard) : [])]
    const draft = standard && followsStandard(form, standard) ? undefined : findSetDraft(form)
    writeFolder(out, {
      'form.yaml': stringify(form, { lineWidth: 0 }),
      'report.json': `${JSON.stringify(all, null, 2)}\n`,
      ...(draft ? { 'set.yaml': stringify(draft.set, { lineWidth: 0 }) } : {}),
      ...Object.fromEntries(
        Object.entries(draft?.texts ?? {}).map(([language, one]) => [
          `${language}.json`,
          `${JSON.stringify(one, null, 2)}\n`,
        ]),
      ),
    })
    const questions = questionsOf(form.children).length
    if (json)
      io.out(
        JSON.stringify({
          ok: true,
          form: { id: form.id, title: form.title, version: form.version, questions },
          set: draft ? { id: draft.set['id'], whole: draft.whole } : null,
          out,
          remarks: all,
        }),
      )
    else {
      for (const one of all)
        io.err(`${file}: ${placeOf(one)}: ${one.kind === 'left_out' ? 'left out: ' : ''}${one.problem}. ${one.remedy}`)
      io.out(
        [
          `${out}: ${questions} questions, ${all.filter(({ kind }) => kind === 'defect').length} defects, ${all.filter(({ kind }) => kind === 'left_out').length} things left out (report.json).`,
          draft === undefined
            ? 'Nothing in it is a sign, so there is no draft of a set.'
            : draft.whole
              ? 'The set is whole; "ariadne content validate" looks at it once it is in indicator-sets.'
              : 'What nobody has said about a sign yet is null in set.yaml; "ariadne content validate" names each.',
        ].join('\n'),
      )
    }
    return 0
  },
}

export const xlsformCommands: Record<string, CliCommand> = {
  'content export-xlsform': exportForm,
  'content import-xlsform': importForm,
}
