/** A small cyclic set of models, as the owner of a database would describe them. Types only. */

import type { Instance, Many, One } from '../../types/loaded.js'
import type { Model } from '../../types/model.js'

export interface Artist extends Instance {
  artistId: number
  name: string | null
  albums: Many<Album>
}

export interface Album extends Instance {
  albumId: number
  title: string
  artistId: number
  releasedAt: Date | null
  artist: One<Artist>
  tracks: Many<Track>
}

export interface Track extends Instance {
  trackId: number
  name: string
  albumId: number
  genreId: number | null
  milliseconds: number
  bytes: bigint | null
  unitPrice: string
  explicit: boolean
  format: 'mp3' | 'flac'
  tags: string[]
  cover: Uint8Array | null
  details: { codec: string; channels: { gain: number }[] }
  raw: unknown
  album: One<Album>
  genre: One<Genre | null>
  playlists: Many<Playlist>
  label(): string
}

export interface Genre extends Instance {
  genreId: number
  name: string
  tracks: Many<Track>
}

export interface Playlist extends Instance {
  playlistId: number
  tracks: Many<Track>
  parent: One<Playlist | null>
  children: Many<Playlist>
}

export interface Models {
  Artist: Model<Artist>
  Album: Model<Album>
  Track: Model<Track>
  Genre: Model<Genre>
  Playlist: Model<Playlist>
}

/** True where two types are the same, `any` and `unknown` told apart. */
export type Equal<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false

export type IsAny<T> = 0 extends 1 & T ? true : false

/** Compiles only for `true`. */
export type Holds<T extends true> = T
