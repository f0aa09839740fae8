// json-joy: a model whose root is one string (or one object); each flush is a patch.
import { createRequire } from 'node:module'
import { versionOf } from './version.mjs'

const load = createRequire(import.meta.url)
const { Model } = load('json-joy/lib/json-crdt')
const { Patch } = load('json-joy/lib/json-crdt-patch')
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
  }
}
