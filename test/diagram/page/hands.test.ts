import type { CDPSession, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { htmlOf } from '../../../lib/diagram/html.js'
import { browser, type Open } from '../../fixtures/chromium.js'
import { shop } from '../../fixtures/diagrammed.js'
import { isQuiet, labels, scaleOf, settle, transform } from '../../fixtures/seen.js'

t.test('the page under hands', async t => {
  const open = await browser(t)
  if (open === null) return
  for (const [title, prove] of proofs) await t.test(title, t => prove(t, open))
})

const proofs: readonly (readonly [string, (t: Test, open: Open) => Promise<void>])[] = [
  ['a finger moves the drawing, two zoom it, and a tap chooses', touches],
  ['no other button drags, and what ended elsewhere has ended', presses],
  ['the keyboard goes from search to tables to the panel and back', types],
]

type Finger = readonly [x: number, y: number]

/** Fingers that go, step by step, from places to others. */
async function touched(session: CDPSession, from: readonly Finger[], to: readonly Finger[]): Promise<void> {
  const at = (share: number): { x: number; y: number; id: number }[] =>
    from.map(([x, y], id) => ({
      x: x + (to[id]![0] - x) * share,
      y: y + (to[id]![1] - y) * share,
      id,
    }))
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: ReturnType<typeof at>) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints })
  await send('touchStart', at(0))
  for (const step of [0.25, 0.5, 0.75, 1]) await send('touchMove', at(step))
  await send('touchEnd', [])
}

async function touches(t: Test, open: Open): Promise<void> {
  const opened = await open(await htmlOf(shop), { hasTouch: true })
  const { page } = opened
  const session = await page.context().newCDPSession(page)
  const before = cameraOf(await transform(page))
  await touched(session, [[640, 700]], [[560, 640]])
  await settle(page)
  const moved = cameraOf(await transform(page))
  t.same([moved.x - before.x, moved.y - before.y], [-80, -60], 'as far as the finger')
  t.equal(moved.scale, before.scale)
  await touched(
    session,
    [
      [600, 700],
      [680, 700],
    ],
    [
      [520, 700],
      [760, 700],
    ],
  )
  await settle(page)
  const near = cameraOf(await transform(page))
  t.ok(Math.abs(near.scale / moved.scale - 3) < 0.1, 'three times as far apart, three times as large')
  const still = (camera: Camera): number => (640 - camera.x) / camera.scale
  t.ok(Math.abs(still(near) - still(moved)) < 2, 'what was between the fingers still is')
  await touched(
    session,
    [
      [500, 650],
      [780, 650],
    ],
    [
      [600, 650],
      [680, 650],
    ],
  )
  await settle(page)
  t.ok((await scaleOf(page)) < near.scale * 50, 'and back')
  t.equal(await page.isVisible('#panel'), false, 'neither chooses anything')
  t.equal(await page.evaluate(() => visualViewport?.scale), 1, 'the browser itself zooms nothing')
  await page.tap('#fit')
  await settle(page)
  await page.tap('[aria-label^="orders,"] .title')
  t.equal(await page.textContent('#panel h1'), 'orders')
  isQuiet(t, opened)
}

interface Camera {
  readonly x: number
  readonly y: number
  readonly scale: number
}

function cameraOf(text: string): Camera {
  const [x, y, scale] = (text.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number) as [number, number, number]
  return { x, y, scale }
}

async function presses(t: Test, open: Open): Promise<void> {
  const opened = await open(await htmlOf(shop))
  const { page } = opened
  const before = await transform(page)
  await page.mouse.move(640, 700)
  await page.mouse.down({ button: 'right' })
  await page.mouse.move(500, 600, { steps: 3 })
  await page.mouse.up({ button: 'right' })
  await page.evaluate(() => {
    const told = { bubbles: true, pointerId: 1, clientX: 640, clientY: 700 }
    document.getElementById('stage')?.dispatchEvent(new PointerEvent('pointerdown', { ...told, buttons: 1 }))
  })
  await page.mouse.move(300, 300, { steps: 3 })
  await settle(page)
  t.equal(await transform(page), before)
  isQuiet(t, opened)
}

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { id, className, ariaLabel } = document.activeElement as HTMLElement
    return id || (ariaLabel ?? String(className))
  })

async function types(t: Test, open: Open): Promise<void> {
  const opened = await open(await htmlOf(shop))
  const { page } = opened
  const stops: string[] = []
  for (let step = 0; step < 7; step++) {
    await page.keyboard.press('Tab')
    stops.push(await focused(page))
  }
  t.same(stops, ['search', 'out', 'in', 'fit', 'theme', 'customer, 3 columns', 'orders, 4 columns'])
  await page.keyboard.press('/')
  t.equal(await focused(page), 'search')
  await page.keyboard.type('a/b')
  t.equal(await page.inputValue('#search'), 'a/b', 'a stroke is a letter there')
  await page.keyboard.press('Escape')
  t.same([await page.inputValue('#search'), await focused(page)], ['', ''], 'Escape empties and leaves it')
  await page.keyboard.press('/')
  await page.keyboard.type('orders')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  t.equal(await page.isVisible('#panel'), false, 'the choice ends first')
  t.not((await labels(page, '.hit')).length, 0)
  await page.keyboard.press('Escape')
  t.same([await page.inputValue('#search'), await labels(page, '.hit')], ['', []], 'then what was found')
  await page.focus('[aria-label^="invoice,"]')
  await page.keyboard.press('Enter')
  t.equal(await focused(page), 'Close', 'the panel is next')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  t.same([await page.textContent('#panel h1'), await focused(page)], ['orders', 'Close'], 'link by link')
  await page.keyboard.press('Escape')
  t.match(await focused(page), /^orders,/, 'and back to the table')
  isQuiet(t, opened)
}
