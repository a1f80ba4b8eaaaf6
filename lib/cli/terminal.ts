/** Where a command reads and writes. Knows no command. */

import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { stripVTControlCharacters, styleText } from 'node:util'

/** A stream that may be a terminal. */
export type Sink = Writable & { readonly isTTY?: boolean; readonly columns?: number }

/** What a process gives. */
export interface Streams {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Sink
  readonly stderr: Sink
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
}

/** How a word can look. */
export type Look = Parameters<typeof styleText>[0]

/** The streams, and how they are written to. */
export interface Terminal extends Streams {
  /** False where colours are not wanted. */
  readonly colour: boolean
  /** How many characters a line may have; infinite where no person is watching. */
  readonly width: number
  /** Writes lines to standard output. */
  print(text: string): void
  /** Writes parts of a text to standard output, no faster than they are read. */
  write(parts: Iterable<string>): Promise<void>
  /** Writes lines to standard error. */
  note(text: string): void
  /** Gives the text in a look, where colours are wanted. */
  paint(look: Look, text: string): string
}

/** Gives the terminal of a process; `plain` says that no colours are wanted. */
export function terminalOf(streams: Streams, plain: boolean): Terminal {
  const { stdout, stderr, env } = streams
  const isWatched = stdout.isTTY === true
  const colour = isWatched && !plain && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb'
  return {
    ...streams,
    colour,
    width: isWatched ? stdout.columns || 80 : Number.POSITIVE_INFINITY,
    print: text => void stdout.write(`${text}\n`),
    write: async parts => {
      for (const part of parts) if (!stdout.write(part)) await once(stdout, 'drain')
    },
    note: text => void stderr.write(`${text}\n`),
    paint: (look, text) => (colour ? styleText(look, text) : text),
  }
}

/** Gives the text on one line, with nothing in it that a terminal obeys. */
export function harmless(text: string): string {
  return text
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(
      /[\p{Cc}\p{Bidi_Control}]/gu,
      character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
}

/** Gives at most so many characters of a text that may be painted; what was cut ends in "…", and is not painted. */
export function fitted(text: string, width: number): string {
  const plain = stripVTControlCharacters(text)
  return plain.length <= width ? text : `${plain.slice(0, Math.max(0, width - 1))}…`
}
