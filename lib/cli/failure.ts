/** Says what went wrong, in one message without a stack and without a password. Decides nothing. */

import { AutomapError } from '../errors.js'
import { CommandError } from './exit.js'
import { concealed } from './secrets.js'

/** Gives the message for people. */
export function messageOf(error: unknown): string {
  if (error instanceof AutomapError) return concealed(`${error.message} (${error.code})`)
  if (error instanceof CommandError) return concealed(error.message)
  if (error instanceof Error) return concealed(`${error.name}: ${error.message}`)
  return concealed(`Thrown: ${String(error)}`)
}

/** Gives the message, the stack, and the causes below it. */
export function stackOf(error: unknown): string {
  const stack = error instanceof Error ? String(error.stack) : messageOf(error)
  const cause = error instanceof Error ? error.cause : undefined
  return cause === undefined ? concealed(stack) : `${concealed(stack)}\nCaused by: ${stackOf(cause)}`
}
