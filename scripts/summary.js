// Prints the counts of a finished test run, read from the runner's own closing line. Fails when no test ran or one failed.
import { readFileSync } from 'node:fs'

const [, , file] = process.argv
const text = readFileSync(file, 'utf8')
const closing = [...text.matchAll(/^# \{ (total: .*) \}$/gm)].at(-1)?.[1]
const counts = Object.fromEntries((closing ?? '').split(', ').map(part => part.split(': ')))
const [passed, failed] = [Number(counts.pass ?? 0), Number(counts.fail ?? 0)]

console.log(`${passed} passed, ${failed} failed`)
process.exitCode = passed > 0 && failed === 0 ? 0 : 1
