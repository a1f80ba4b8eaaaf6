import t from 'tap'
import { automap, type Instance, type Loaded, type Many, type Model } from '../../../lib/index.js'
import { type Database, eachDatabase } from '../../fixtures/databases.js'

interface Album extends Instance {
  id: number
  tracks: Many<Track>
}

interface Track extends Instance {
  id: number
  albumId: number
}

async function openAlbums({ exec, knex }: Database): Promise<{ Album: Model<Album>; Track: Model<Track> }> {
  await exec(`
    create table album (id integer primary key);
    create table track (id integer primary key, album_id integer not null references album (id));
    insert into album values (1), (2);
    insert into track values (1, 1), (2, 1), (3, 1);
  `)
  const { models } = await automap(knex)
  return models as unknown as { Album: Model<Album>; Track: Model<Track> }
}

eachDatabase(
  t,
  'what was put into the collection of one that is not saved is no orphan',
  async (t, database) => {
    const { Album, Track } = await openAlbums(database)
    const from = await Album.with('tracks').get(1)
    const to = await Album.with('tracks').get(2)
    const [moved, given, orphan] = from.tracks.splice(0) as [Track, Track, Track]
    const fresh = new Album({ id: 3 }) as Loaded<Album, 'tracks'>
    to.tracks.push(moved)
    fresh.tracks.push(given)
    const keys = (): Promise<unknown> => Track.orderBy('id').pluck('id', 'albumId')
    await from.save()
    t.equal(moved.albumId, 2, 'it moves with the save of its old owner')
    t.same(
      await keys(),
      [
        [1, 2],
        [2, 1],
      ],
      'or stays until the new one is saved',
    )
    t.equal(await Track.find(orphan.id), null)
    t.equal((await database.count(() => to.save())).length, 0)
    await fresh.save()
    t.same(await keys(), [
      [1, 2],
      [2, 3],
    ])
    t.equal((await database.count(() => from.save())).length, 0)
    t.same([from.tracks, to.tracks, fresh.tracks], [[], [moved], [given]])
  },
)

eachDatabase(t, 'one that is saved with its old owner is moved as ever', async (t, database) => {
  const { Album, Track } = await openAlbums(database)
  const from = await Album.with('tracks').get(1)
  const fresh = new Album({ id: 3 }) as Loaded<Album, 'tracks'>
  const track = from.tracks.shift() as Track
  fresh.tracks.push(track)
  await fresh.save()
  t.equal(track.albumId, 3)
  fresh.tracks.pop()
  await fresh.save()
  t.equal(await Track.find(track.id), null)
})

eachDatabase(t, 'what was put into another collection outlives its old owner', async (t, database) => {
  const { Album, Track } = await openAlbums(database)
  const from = await Album.with('tracks').get(1)
  const to = await Album.with('tracks').get(2)
  to.tracks.push(...from.tracks.splice(1))
  await from.delete()
  t.same(await Track.orderBy('id').pluck('id', 'albumId'), [
    [2, 2],
    [3, 2],
  ])
  t.equal((await database.count(() => to.save())).length, 0)
})
