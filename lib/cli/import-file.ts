/** Runs a file as a module: what is called .mjs or .cjs by the runtime itself, everything else through jiti, on demand. Checks no types. */

import { extname } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What a module exports. */
export type Exported = Readonly<Record<string, unknown>>

/** Gives what the file exports. Rejects with whatever the file throws. */
export async function importFile(path: string): Promise<Exported> {
  // The runtime takes a .js for CommonJS where no package.json says otherwise.
  if (['.mjs', '.cjs'].includes(extname(path))) {
    const exported: Exported = await import(pathToFileURL(path).href)
    return exported
  }
  const { createJiti } = await import('jiti')
  // By default a module is lent what its default export has: that of a query would be awaited as one.
  const options = { moduleCache: false, fsCache: false, interopDefault: false }
  const exported: Exported = await createJiti(import.meta.url, options).import(path)
  return exported
}
