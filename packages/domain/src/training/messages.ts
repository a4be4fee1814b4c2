import type { Course, CoursePage } from './schema.ts'

/** The messages of one page, all in the course's own texts. */
export const pageMessages = (page: Pick<CoursePage, 'id' | 'kind'>): string[] => [
  `page.${page.id}.title`,
  `page.${page.id}.body`,
  ...(page.kind === 'practice' ? [`page.${page.id}.explained`] : []),
]

/** Every message that a course's texts must hold, in each language. */
export const courseMessages = (course: Pick<Course, 'pages'>): string[] => [
  'course.title',
  'course.purpose',
  ...course.pages.flatMap(pageMessages),
]
