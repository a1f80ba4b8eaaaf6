/** Puts the page's script together from its functions. Runs none of them. */

import * as page from './page/page.js'
import * as panel from './page/panel.js'
import * as search from './page/search.js'
import * as state from './page/state.js'
import * as view from './page/view.js'

/**
 * Gives the script. The functions' own texts stand one after the other, so they know each other by name, and nothing
 * else. Loaders that keep names wrap functions in `__name`.
 */
export function scriptText(): string {
  const functions: readonly unknown[] = [state, view, panel, search, page].flatMap(module =>
    Object.values(module),
  )
  const text = ["'use strict'", 'var __name = value => value', ...functions.map(String), 'start()'].join('\n')
  return `(() => {\n${text}\n})()`
}
