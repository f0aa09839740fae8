// json-joy: a model whose root is one string (or one object); each flush is a patch.
import { createRequire } from 'node:module'
import { MOVED_BY_COPY } from './harness.mjs'
import { versionOf } from './version.mjs'

const load = createRequire(import.meta.url)
const { Model } = load('json-joy/lib/json-crdt')
const { Patch, s, ts } = load('json-joy/lib/json-crdt-patch')
const { ModelWithExt, ext } = load('json-joy/lib/json-crdt-extensions/ModelWithExt')
const { Delta } = load('json-joy/lib/json-crdt/delta/Delta.js')

/** Every replica starts from the same empty root. */
function baseOf (root) {
  const model = Model.create(undefined, 70_000)
  model.api.set(root)
  model.api.flush()
  return model.toBinary()
}

const TEXT = baseOf('')
const VALUES = baseOf({ map: {} })
const LIST = baseOf({ list: [] })
const NOTES = baseOf({ text: '', notes: {} })

const RICH = (() => {
  const model = ModelWithExt.create(ext.peritext.new(''), 70_000)
  model.api.flush()
  return model.toBinary()
})()

const session = replica => 100_000 + replica

const wrap = model => ({ model, shown: model.api.str([]), sink: null })

function change ({ shown }, position, deleted, inserted) {
  if (deleted) shown.del(position, deleted)
  if (inserted) shown.ins(position, inserted)
}

function flush (doc) {
  const patch = doc.model.api.flush()
  if (doc.sink) doc.sink.push(patch.toBinary())
}

/** A range whose end sticks to the unit behind it, so that text typed there is inside. */
const growing = (txt, from, to) => txt.range(txt.pointAt(from), txt.pointAt(to))

const record = (doc, sink) => { doc.sink = sink }
const apply = (doc, change) => doc.model.applyPatch(Patch.fromBinary(change))

export default {
  version: versionOf('json-joy'),
  unit: 'utf16',
  open: replica => wrap(Model.load(TEXT, session(replica))),
  edit: (doc, position, deleted, inserted) => {
    change(doc, position, deleted, inserted)
    flush(doc)
  },
  editAll: (doc, patches) => {
    patches.forEach(patch => change(doc, ...patch))
    flush(doc)
  },
  record,
  apply,
  applyAll: (doc, changes) => changes.forEach(change => apply(doc, change)),
  mark: doc => doc.model.clock.clone(),
  since: (doc, mark) => doc.model.delta(mark ?? Model.load(TEXT, 99_999).clock).toBinary(),
  applySince: (doc, bytes) => doc.model.applyDelta(Delta.from(bytes)),
  text: ({ shown }) => shown.view(),
  saved: 'state',
  forms: {
    state: {
      what: 'structural binary: tombstones without text, no history',
      write: ({ model }) => model.toBinary(),
      read: bytes => wrap(Model.fromBinary(bytes).fork())
    }
  },
  anchor: ({ shown }, position) => shown.findId(position),
  position: ({ shown }, anchor) => shown.findPos(anchor),
  values: {
    open: replica => {
      const model = Model.load(VALUES, session(replica))
      return { model, map: model.api.obj(['map']), sink: null }
    },
    record,
    apply,
    put: (doc, key, value) => {
      doc.map.set({ [key]: value })
      flush(doc)
    },
    size: ({ map }) => Object.keys(map.view()).length,
    add: (doc, key) => {
      doc.map.set({ [key]: true })
      flush(doc)
    },
    discard: (doc, key) => {
      doc.map.del([key])
      flush(doc)
    },
    setSize: ({ map }) => Object.keys(map.view()).length
  },
  lists: {
    note: MOVED_BY_COPY,
    open: replica => {
      const model = Model.load(LIST, session(replica))
      return { model, list: model.api.arr(['list']), sink: null }
    },
    record,
    apply,
    add: (doc, items) => {
      doc.list.ins(doc.list.length(), items)
      flush(doc)
    },
    move: (doc, from, to) => {
      const item = doc.list.get(from).view()
      doc.list.del(from, 1)
      doc.list.ins(to, [item])
      flush(doc)
    },
    items: ({ list }) => list.view()
  },
  marks: {
    note: 'the Peritext extension',
    open: replica => {
      const model = ModelWithExt.load(RICH, session(replica))
      const { txt } = model.s.toExt()
      return { model, txt, shown: txt.strApi(), sink: null }
    },
    mark: (doc, from, to) => {
      doc.txt.savedSlices.insOne(growing(doc.txt, from, to), 'bold', true)
      flush(doc)
    },
    unmark: (doc, from, to) => {
      doc.txt.savedSlices.insErase(growing(doc.txt, from, to), 'bold')
      flush(doc)
    },
    bold: ({ txt }) => {
      txt.refresh()
      const ranges = []
      let at = 0
      for (const inline of txt.blocks.root.texts()) {
        const { length } = inline.text()
        if (inline.attr().bold) ranges.push([at, at + length])
        at += length
      }
      return ranges
    }
  },
  notes: {
    note: 'two ids of letters in a map',
    open: replica => {
      const model = Model.load(NOTES, session(replica))
      return { model, shown: model.api.str(['text']), notes: model.api.obj(['notes']), sink: null }
    },
    add: (doc, key, from, to) => {
      const [first, next] = [doc.shown.findId(from), doc.shown.findId(to)]
      doc.notes.set({ ['note' + key]: s.con([first.sid, first.time, next.sid, next.time, 'note' + key]) })
      flush(doc)
    },
    all: ({ shown, notes }, count) => {
      const kept = notes.view()
      return Array.from({ length: count }, (_, key) => {
        const [sid, time, nextSid, nextTime] = kept['note' + key]
        return [shown.findPos(ts(sid, time)), shown.findPos(ts(nextSid, nextTime))]
      })
    }
  }
}
