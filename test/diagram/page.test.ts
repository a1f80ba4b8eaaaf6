import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { htmlOf } from '../../lib/diagram/html.js'
import { svgOf } from '../../lib/diagram/svg.js'
import { browser, type Open } from '../fixtures/chromium.js'
import { hostile, hostileNames, large, shop } from '../fixtures/diagrammed.js'
import { isQuiet, labels, scaleOf, settle, transform } from '../fixtures/seen.js'

t.test('the page in a browser', async t => {
  const open = await browser(t)
  if (open === null) return
  for (const [title, prove] of proofs) await t.test(title, t => prove(t, open))
})

type Proof = (t: Test, open: Open) => Promise<void>

const proofs: readonly (readonly [string, Proof])[] = [
  ['what is typed is found, marked and gone to', searches],
  ['wheel, buttons, keys and drags move what is seen', moves],
  ['a click shows a table with its neighbours, and another one nothing special', clicks],
  ['light and dark follow the system until one is chosen', dresses],
  ['the address keeps what is chosen and seen', remembers],
  ['hostile names are shown as text', resists],
  ['five hundred tables can be moved about', carries],
  ['on paper everything is there, and nothing else', prints],
]

async function searches(t: Test, open: Open): Promise<void> {
  const opened = await open(await htmlOf(shop))
  const { page } = opened
  await page.keyboard.press('/')
  await page.keyboard.type('orders')
  t.same(await page.$$eval('#results b', found => found.map(each => each.textContent)), [
    'orders',
    'orders_id',
  ])
  t.same(await labels(page, '.hit'), ['orders', 'invoice'])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  t.equal(await page.textContent('#panel h1'), 'orders')
  t.same((await labels(page, '.table.near')).sort(), ['customer', 'invoice', 'orders'])
  t.equal(await page.isVisible('#results'), false)
  await page.fill('#search', 'nothing like it')
  t.equal(await page.textContent('#results'), 'Nothing found')
  await page.press('#search', 'Enter')
  await page.press('#search', 'x')
  await page.press('#search', 'Escape')
  t.equal(await page.inputValue('#search'), '')
  t.same(await labels(page, '.hit'), [])
  await page.fill('#search', 'AUDIT')
  await page.click('#results li')
  t.equal(await page.textContent('#panel h1'), 'audit')
  isQuiet(t, opened)
}

async function moves(t: Test, open: Open): Promise<void> {
  const opened = await open(await htmlOf(shop))
  const { page } = opened
  const first = await transform(page)
  const fitting = await scaleOf(page)
  for (const act of [
    () => page.click('#in'),
    () => page.keyboard.press('+'),
    () => page.mouse.move(640, 400).then(() => page.mouse.wheel(0, -300)),
  ]) {
    const before = await scaleOf(page)
    await act()
    await settle(page)
    t.ok((await scaleOf(page)) > before, 'nearer')
  }
  for (const act of [
    () => page.click('#out'),
    () => page.keyboard.press('-'),
    () => page.mouse.wheel(0, 300),
  ]) {
    const before = await scaleOf(page)
    await act()
    await page.mouse.move(640, 400)
    await settle(page)
    t.ok((await scaleOf(page)) < before, 'farther')
  }
  for (const act of [
    () => page.keyboard.press('ArrowLeft'),
    () => page.keyboard.press('ArrowRight'),
    () => page.keyboard.press('ArrowUp'),
    () => page.keyboard.press('ArrowDown'),
    () => page.keyboard.down('Shift').then(() => page.mouse.wheel(0, 50)),
    () => page.keyboard.up('Shift').then(() => dragged(page)),
  ]) {
    const before = await transform(page)
    await act()
    await settle(page)
    t.not(await transform(page), before, 'moved')
  }
  t.equal(await page.isVisible('#panel'), false, 'a drag chooses nothing')
  await page.keyboard.press('0')
  await settle(page)
  t.same([await transform(page), await scaleOf(page)], [first, fitting])
  isQuiet(t, opened)
}

async function dragged(page: Page): Promise<void> {
  await page.mouse.move(640, 400)
  await page.mouse.down()
  await page.mouse.move(600, 300, { steps: 4 })
  await page.mouse.up()
}

async function clicks(t: Test, open: Open): Promise<void> {
  const opened = await open(await htmlOf(shop))
  const { page } = opened
  await page.click('[aria-label^="invoice,"] .title')
  t.same((await labels(page, '.table.near')).sort(), ['invoice', 'orders'])
  t.equal(await page.$$eval('.key.near', keys => keys.length), 2)
  t.same(await page.$$eval('#panel h2', heads => heads.map(head => head.firstChild?.textContent)), [
    'Columns',
    'Refers to',
    'Relationships',
  ])
  const other = page.locator('[aria-label^="customer,"]')
  t.ok(Number(await other.evaluate(each => getComputedStyle(each).opacity)) < 0.3, 'the rest fades')
  await page.click('#panel .link >> nth=0')
  t.equal(await page.textContent('#panel h1'), 'orders')
  t.match(await page.textContent('#panel'), /What was ordered/)
  t.match(await page.textContent('#panel'), /orders_customer · on delete set null/)
  t.match(await page.textContent('#panel'), /Unique together1year, no/)
  await page.goBack()
  t.equal(await page.textContent('#panel h1'), 'invoice', 'back leads back')
  await page.keyboard.press('Escape')
  t.equal(await page.isVisible('#panel'), false)
  await page.keyboard.press('Escape')
  await page.focus('[aria-label^="audit,"]')
  await page.keyboard.press('Enter')
  t.match(await page.textContent('#panel'), /known to classes alone/)
  t.match(await page.textContent('#panel'), /generated, default 0/)
  const dashes = await page.$eval('.key.declared .way', way => getComputedStyle(way).strokeDasharray)
  t.not(dashes, 'none')
  await page.click('#panel .close')
  t.same(await labels(page, '.table.near'), [])
  isQuiet(t, opened)
}

async function dresses(t: Test, open: Open): Promise<void> {
  const ground = (page: Page): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const text = await htmlOf(shop)
  const [light, dark] = [await open(text), await open(text, { colorScheme: 'dark' })]
  const [bright, dim] = [await ground(light.page), await ground(dark.page)]
  t.not(bright, dim)
  await light.page.click('#theme')
  t.equal(await ground(light.page), dim)
  await light.page.keyboard.press('t')
  t.equal(await ground(light.page), bright)
  await dark.page.keyboard.press('t')
  t.equal(await ground(dark.page), bright)
  for (const { page } of [light, dark]) {
    await page.click('[aria-label^="orders,"] .title')
    t.same(await paleTexts(page), [], 'texts stand out from what is behind them')
  }
  isQuiet(t, light)
  isQuiet(t, dark)
}

/** Texts of the panel whose contrast is below 4.5, as WCAG computes it. */
function paleTexts(page: Page): Promise<string[]> {
  return page.$$eval('#panel :is(h1, h2, b, code, small, i, p, .link)', found => {
    const light = (colour: string): number => {
      const [r, g, b] = (colour.match(/[\d.]+/g) ?? []).map(part => {
        const share = Number(part) / 255
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      }) as [number, number, number]
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const ground = light(getComputedStyle(document.getElementById('panel') as HTMLElement).backgroundColor)
    return found.flatMap(each => {
      const text = light(getComputedStyle(each).color)
      const contrast = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05)
      return contrast < 4.5 ? [`${each.textContent} ${contrast}`] : []
    })
  })
}

async function remembers(t: Test, open: Open): Promise<void> {
  const text = await htmlOf(shop)
  const { page } = await open(text)
  await page.click('[aria-label^="orders,"] .title')
  await page.keyboard.press('+')
  await page.keyboard.press('t')
  await page.waitForFunction(() => /table=orders&theme=dark&view=/.test(location.hash))
  const seen = await transform(page)
  await page.reload()
  await page.waitForSelector('html.ready', { state: 'attached' })
  t.equal(await page.textContent('#panel h1'), 'orders')
  t.equal(await page.getAttribute('html', 'data-theme'), 'dark')
  t.equal(await scaleOf(page), Math.round(Number(/scale\((.*)\)/.exec(seen)?.[1]) * 100))
  const linked = await open(text, { hash: '#table=customer' })
  t.equal(await linked.page.textContent('#panel h1'), 'customer')
  const unknown = await open(text, { hash: '#table=__proto__&view=a,b' })
  t.equal(await unknown.page.isVisible('#panel'), false)
  for (const opened of [linked, unknown]) isQuiet(t, opened)
}

async function resists(t: Test, open: Open): Promise<void> {
  const opened = await open(await htmlOf(hostile))
  const { page } = opened
  const tables = await page.$$('.table')
  t.equal(tables.length, hostileNames.length)
  for (const [number, name] of hostileNames.entries()) {
    await page.evaluate(
      each => document.querySelector<SVGGElement>(`[data-table="${each}"]`)?.focus(),
      number,
    )
    await page.keyboard.press('Enter')
    const heading = await page.textContent('#panel h1')
    t.equal(
      heading,
      name
        .replace('\n', ' ')
        .replace(/[\u2028-\u202e\u2066-\u2069]/g, found => `\\u${found.charCodeAt(0).toString(16)}`),
    )
  }
  t.equal(await page.title(), `${hostileNames.length} tables, ${hostileNames.length - 1} keys`)
  await page.keyboard.press('Escape')
  await page.fill('#search', 'alert')
  t.ok((await page.$$eval('#results b', found => found.length)) >= 4, 'found as text')
  t.equal(await page.$$eval('script, img, iframe, svg svg, a', found => found.length), 2, 'its own scripts')
  isQuiet(t, opened)
  const drawn = await open(`<!doctype html><html class="ready">${await svgOf(hostile)}`)
  t.equal(await drawn.page.$$eval('script, img, iframe', found => found.length), 0, 'the picture has none')
  t.match(await drawn.page.textContent('svg'), /<img src=x onerror=alert\(1\)>/)
  isQuiet(t, drawn)
}

async function carries(t: Test, open: Open): Promise<void> {
  const start = performance.now()
  const opened = await open(await htmlOf(large(500)))
  const { page } = opened
  await settle(page)
  t.comment(`500 tables: made and shown in ${Math.round(performance.now() - start)} ms`)
  t.equal(await page.$$eval('.table', tables => tables.length), 500)
  t.equal(await page.$eval('.rows', rows => getComputedStyle(rows).display), 'none', 'no columns from afar')
  const frames = await page.evaluate(async () => {
    const times: number[] = []
    for (let step = 0; step < 40; step++) {
      const before = performance.now()
      const key = step % 2 === 0 ? 'ArrowLeft' : 'ArrowRight'
      dispatchEvent(new KeyboardEvent('keydown', { key }))
      await new Promise(done => requestAnimationFrame(() => setTimeout(done)))
      times.push(performance.now() - before)
    }
    return times.sort((a, b) => a - b)
  })
  t.comment(`500 tables: a frame takes ${Math.round(frames[20] as number)} ms`)
  t.equal(frames.length, 40, 'each key is followed by a frame')
  await page.keyboard.press('/')
  await page.keyboard.type('person_0250')
  await page.keyboard.press('Enter')
  await settle(page)
  t.equal(await page.textContent('#panel h1'), 'person_0250')
  t.ok((await page.$$eval('.away', tables => tables.length)) > 300, 'what is out of sight is left out')
  isQuiet(t, opened)
}

async function prints(t: Test, open: Open): Promise<void> {
  const opened = await open(await htmlOf(shop), { colorScheme: 'dark' })
  const { page } = opened
  await page.keyboard.press('+')
  await page.emulateMedia({ media: 'print' })
  t.equal(await page.isVisible('#bar'), false)
  t.equal(await page.$eval('#world', world => getComputedStyle(world).transform), 'none')
  t.ok((await page.pdf()).length > 5000)
  await page.emulateMedia({ media: 'screen' })
  t.equal(await page.getAttribute('#canvas', 'viewBox'), null, 'the camera is back')
  isQuiet(t, opened)
}
