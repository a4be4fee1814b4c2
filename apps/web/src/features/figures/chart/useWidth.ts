import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

/** The width there is, in CSS pixels, so that what is drawn keeps its letters readable at every size. */
export const useWidth = <E extends HTMLElement>(): [RefObject<E | null>, number] => {
  const box = useRef<E>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => setWidth(Math.floor(element.clientWidth))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [box, width]
}
