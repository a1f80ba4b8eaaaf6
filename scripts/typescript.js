// Lets Node run the project's TypeScript: `node --import=./scripts/typescript.js test/naming/words.test.ts`. Checks no types.
import { register } from 'node:module'

register('./typescript-hooks.js', import.meta.url)

// A process that takes these arguments over may run in another folder, and is to compile nothing in another way.
process.execArgv = process.execArgv
  .filter(argument => !argument.includes('@tapjs/typescript'))
  .map(argument =>
    argument === '--import=./scripts/typescript.js' ? `--import=${import.meta.url}` : argument,
  )
