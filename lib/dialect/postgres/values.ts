/** Says how the values of a column travel: as the server's texts, made into values when they are first read. */

import type { ValueOptions } from '../../../types/options.js'
import type { Column } from '../../../types/schema.js'
import type { Codec } from '../contract.js'
import { readerOf } from './decode.js'
import { writerOf } from './encode.js'

/** Gives the codec of a column; `subject` names it in messages. */
export function codec(column: Column, values: ValueOptions, subject: string): Codec {
  const read = readerOf(column, { values, subject })
  return {
    select: null,
    // What is no text was made of one before.
    decode: read === null ? null : slot => (typeof slot === 'string' ? read(slot) : slot),
    encode: writerOf(column, subject),
  }
}
