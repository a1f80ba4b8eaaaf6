/**
 * The models that this program uses, as types: written by hand once, checked by the compiler from then on. What is `readonly` is
 * never written.
 */

import type { Instance, Many, Model, One } from 'knex-automap'

export interface Artist extends Instance {
  readonly id: number
  name: string
  country: string | null
  albums: Many<Album>
}

export interface Album extends Instance {
  readonly id: number
  title: string
  catalogueNo: string
  artistId: number
  releasedOn: string
  price: number | string
  inPrint: boolean
  artist: One<Artist>
  label: One<Label | null>
  tracks: Many<Track>
}

export interface Label extends Instance {
  readonly id: number
  name: string
  albums: Many<Album>
}

export interface Track extends Instance {
  readonly id: number
  position: number
  title: string
  seconds: number
  album: One<Album>
}

/** What `db.models` holds; tables that are not listed are there too, as `db.model('genre')`. */
export interface Models {
  readonly Artist: Model<Artist>
  readonly Album: Model<Album>
  readonly Label: Model<Label>
  readonly Track: Model<Track>
}
