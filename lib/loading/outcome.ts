/** How a load ended, as data: nobody may be waiting for it. Throws nothing. */

/** Settled loads never reject; each reader throws the error itself. */
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly error: unknown }
