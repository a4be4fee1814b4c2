import type { Pictogram as Name } from '@ariadne/domain/interviewScript'

/** Our own drawings on a 48 by 48 grid, one line wide, with no faces, no flags and no religion in them. */
const PATHS: Record<Name, string> = {
  drink: 'M13 8h22l-3 32H16L13 8zM14.3 20c3.3-2.6 6.4-2.6 9.7 0s6.4 2.6 9.7 0',
  food: 'M6 25h36a18 14 0 0 1-36 0zM17 42h14M17 8c-2.6 3.5 2.6 6.5 0 10M24 6c-2.6 3.5 2.6 8.5 0 12M31 8c-2.6 3.5 2.6 6.5 0 10',
  rest: 'M6 12v28M6 34h36v6M42 34v-7a5 5 0 0 0-5-5H19v12M12.5 21.500a3.8 3.8 0 1 0 0 7.600a3.8 3.8 0 0 0 0-7.600z',
  doctor: 'M7 16h34v24H7zM18 16v-6h12v6M24 21.500v13M17.5 28h13',
  phone: 'M16 5h16a3 3 0 0 1 3 3v32a3 3 0 0 1-3 3H16a3 3 0 0 1-3-3V8a3 3 0 0 1 3-3zM21.5 37.500h5M20 5.500h8',
  alone: 'M24 6a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM11 42v-5c0-8 5.5-12.5 13-12.500S37 29 37 37v5',
  together:
    'M16 9a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11zM32 9a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11zM5 41v-5c0-7 4.5-11 11-11c3.3 0 6.1 1 8 2.900C25.9 26 28.7 25 32 25c6.5 0 11 4 11 11v5M24 28v13',
  stop: 'M14.5 27V13.500a2.75 2.75 0 0 1 5.5 0V23M20 22V9a2.75 2.75 0 0 1 5.5 0v13M25.5 22V10.500a2.75 2.75 0 0 1 5.5 0V24M31 24v-8a2.75 2.75 0 0 1 5.5 0v13c0 8-5 14-12.5 14c-5.5 0-8.5-2.5-11.5-7.500l-5-8.300a2.75 2.75 0 0 1 4.6-3l2.4 3.3',
  yes: 'M24 5a19 19 0 1 0 0 38a19 19 0 0 0 0-38zM15 24.500l6.5 6.500L33.5 17.5',
  no: 'M24 5a19 19 0 1 0 0 38a19 19 0 0 0 0-38zM16.5 16.500l15 15M31.5 16.500l-15 15',
  write:
    'M9 39l2.2-8.600L33 8.600a3 3 0 0 1 4.3 0l2.1 2.100a3 3 0 0 1 0 4.300L17.6 36.800L9 39zM29.5 12l6.5 6.500M24 42h17',
  card: 'M5 11h38v26H5zM11 19h12M11 25h8M11 31h10M29 19h8v8h-8z',
  police_no:
    'M7 19c5-7.5 29-7.5 34 0l-5 7H12l-5-7zM12 26c1 5.5 23 5.5 24 0M24 16.500a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5zM8 42L40 6',
  help: 'M24 5a19 19 0 1 0 0 38a19 19 0 0 0 0-38zM24 16.500a7.5 7.5 0 1 0 0 15a7.5 7.5 0 0 0 0-15zM29.3 18.700l8.1-8.100M29.3 29.300l8.1 8.100M18.7 29.300l-8.1 8.100M18.7 18.700l-8.1-8.1',
  child:
    'M24 10a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11zM24 21v11M12.5 20.500c3.5 4 7 5.5 11.5 5.500s8-1.5 11.5-5.500M24 32l-7 10M24 32l7 10',
  home: 'M5 24L24 8l19 16M10.5 20v21h27V20M20 41V29h8v12',
}

/** A picture beside a spoken sentence or an answer, so that it can be pointed at. The words beside it say the same. */
export const Pictogram = ({ name, size = '3rem' }: { name: Name; size?: string }) => (
  <svg
    className="pictogram"
    aria-hidden="true"
    viewBox="0 0 48 48"
    width={size}
    height={size}
    fill="none"
    stroke="currentColor"
    strokeWidth="2.25"
    strokeLinecap="round"
    strokeLinejoin="round"
  >
    <path d={PATHS[name]} />
  </svg>
)
