/** The models that this program uses, as types: written by hand once, checked by the compiler from then on. */

import type { Instance, Many, Model, One } from 'knex-automap'

export interface Artist extends Instance {
  readonly id: number
  readonly name: string
  readonly country: string | null
  readonly albums: Many<Album>
}

export interface Album extends Instance {
  readonly id: number
  readonly title: string
  readonly artistId: number
  readonly releasedOn: string
  readonly artist: One<Artist>
  readonly label: One<Label | null>
  readonly tracks: Many<Track>
}

export interface Label extends Instance {
  readonly id: number
  readonly name: string
  readonly albums: Many<Album>
}

export interface Track extends Instance {
  readonly id: number
  readonly title: string
  readonly seconds: number
  readonly album: One<Album>
}

/** What `db.models` holds; tables that are not listed are there too, as `db.model('genre')`. */
export interface Models {
  readonly Artist: Model<Artist>
  readonly Album: Model<Album>
  readonly Label: Model<Label>
  readonly Track: Model<Track>
}
