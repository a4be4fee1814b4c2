import { useEffect, useRef, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'

/** What this page uses of the Barcode Detection API (WICG), which not every browser has. */
interface Detector {
  detect: (source: HTMLVideoElement) => Promise<readonly { readonly rawValue: string }[]>
}
type DetectorClass = new (options: { formats: readonly string[] }) => Detector

const findDetector = (): DetectorClass | undefined =>
  'mediaDevices' in navigator ? (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector : undefined

const LOOK_EVERY_MS = 250

/**
 * Reads the picture on the printed kit with the device's camera. Offered only where the browser can do it itself: no code of anybody
 * else sees the paper, and no picture is kept. Typing stays possible in any case.
 */
export const ScanCode = ({ onRead }: { onRead: (code: string) => void }) => {
  const t = useT()
  const [looking, setLooking] = useState(false)
  const [failed, setFailed] = useState(false)
  const video = useRef<HTMLVideoElement>(null)
  const read = useRef(onRead)
  read.current = onRead
  useEffect(() => {
    const Found = findDetector()
    if (!looking || !Found) return
    let ended = false
    let stream: MediaStream | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    const end = () => {
      ended = true
      clearTimeout(timer)
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
    const look = async (detector: Detector) => {
      const [code] = video.current ? await detector.detect(video.current).catch(() => []) : []
      if (ended) return
      if (!code) {
        timer = setTimeout(() => void look(detector), LOOK_EVERY_MS)
        return
      }
      read.current(code.rawValue)
      setLooking(false)
    }
    const begin = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
      if (ended || !video.current) return end()
      video.current.srcObject = stream
      await video.current.play()
      await look(new Found({ formats: ['qr_code'] }))
    }
    begin().catch(() => {
      end()
      setFailed(true)
      setLooking(false)
    })
    return end
  }, [looking])

  if (!findDetector()) return null
  return (
    <div className="stack scan">
      {looking && <video ref={video} muted playsInline aria-label={t('vault.scan.view')} />}
      <p>
        <Button
          kind="secondary"
          onClick={() => {
            setFailed(false)
            setLooking(!looking)
          }}
        >
          <T id={looking ? 'vault.scan.stop' : 'vault.scan.start'} />
        </Button>
      </p>
      <p role="status">{failed && <T id="vault.scan.failed" />}</p>
    </div>
  )
}
