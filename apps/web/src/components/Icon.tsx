/** Line drawings on a 20 by 20 grid, one stroke wide, in the colour of the text. Arrows turn round with the script. */
const PATHS = {
  back: 'M12.5 4 6.5 10l6 6',
  forward: 'M7.5 4l6 6-6 6',
  down: 'M4 7.5l6 6 6-6',
  check: 'M4 10.5l4 4 8-9',
  cross: 'M5 5l10 10M15 5 5 15',
  alert: 'M10 3 2.5 16.5h15L10 3zM10 8.5v3.5M10 14.2v.3',
  stop: 'M6.8 2.5h6.4l4.3 4.3v6.4l-4.3 4.3H6.8l-4.3-4.3V6.8L6.8 2.5zM10 6.5v4.3M10 13.4v.3',
  info: 'M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM10 9v5M10 6.2v.3',
  globe: 'M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM2.5 10h15M10 2.5c-5 5-5 10 0 15M10 2.5c5 5 5 10 0 15',
  person: 'M10 3a3.2 3.2 0 1 0 0 6.4A3.2 3.2 0 0 0 10 3zM3.5 17c.4-3.6 3-5.4 6.5-5.4s6.1 1.8 6.5 5.4',
  lock: 'M5 9.2h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  menu: 'M3 5.5h14M3 10h14M3 14.5h14',
  clock: 'M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM10 6v4.3l2.8 1.9',
  saved: 'M4 10.5l3.2 3.2L12 8M10.5 13.2l.6.5L16.5 7',
  sending: 'M10 16V5M5.5 9.5 10 5l4.5 4.5',
  print: 'M6 7V3h8v4M6 14H3.5V7h13v7H14M6 11.5h8V17H6z',
  help: 'M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM7.8 8a2.2 2.2 0 1 1 3.3 1.9c-.7.4-1.1.8-1.1 1.8M10 14v.3',
  plus: 'M10 4v12M4 10h12',
  book: 'M3 4.5c2.6-.6 5 .1 7 1.7 2-1.6 4.4-2.3 7-1.7v11c-2.6-.6-5 .1-7 1.7-2-1.6-4.4-2.3-7-1.7zM10 6.2v11',
  place: 'M10 17.5s-5.5-5.4-5.5-9.3a5.5 5.5 0 0 1 11 0c0 3.9-5.5 9.3-5.5 9.3zM10 6.2a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  device: 'M6 2.5h8v15H6zM9 15h2',
} as const
export type IconName = keyof typeof PATHS

export const Icon = ({ name, size = 20 }: { name: IconName; size?: number }) => (
  <svg
    aria-hidden="true"
    className={name === 'back' || name === 'forward' ? 'mirror' : undefined}
    width={size}
    height={size}
    viewBox="0 0 20 20"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.6"
    strokeLinecap="round"
    strokeLinejoin="round"
  >
    <path d={PATHS[name]} />
  </svg>
)
