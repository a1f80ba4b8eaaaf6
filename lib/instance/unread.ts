/** The mark in the slot of a column that was not read with its row. Means nothing to drivers and codecs. */

/** Stands in a slot whose column can still be read on demand. */
export const unread: unique symbol = Symbol('unread')
