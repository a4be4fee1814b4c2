import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadContent } from '../platform/content/load.ts'
import { testFolder } from '../testing/folder.ts'

const original = fileURLToPath(new URL('../../../../content', import.meta.url))

test('a course that its own set contradicts is left out, and told by file, line and remedy', async () => {
  const folder = testFolder('courses')
  cpSync(original, folder, { recursive: true })
  const file = 'courses/first-contact/1.0.0/course.yaml'
  const before = readFileSync(join(folder, file), 'utf8')
  writeFileSync(join(folder, file), before.replace('right: watch', 'right: refer'))
  const line = before.slice(0, before.indexOf('right: watch')).split('\n').length

  const { faults, content } = await loadContent(folder)
  expect(faults.filter((fault) => fault.file.startsWith('courses/'))).toEqual([
    {
      file,
      line,
      field: 'pages.3.right',
      problem: 'the rules of adult-mixed-flows@1.0.0 say "watch", the course "refer"',
      remedy: 'change the story and its signs, or what the course expects',
    },
  ])
  expect(content.courses.map(({ course }) => course.id)).not.toContain('first-contact')
  expect(content.courses.length).toBeGreaterThan(5)
})
