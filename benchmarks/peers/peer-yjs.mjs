// Yjs: shared types, an update event for every transaction.
import * as Y from 'yjs'
import { MOVED_BY_COPY } from './harness.mjs'
import { versionOf } from './version.mjs'

function make (options, replica) {
  const doc = new Y.Doc(options)
  if (replica) doc.clientID = replica
  doc.shown = doc.getText('text')
  return doc
}

const open = replica => make({ gc: true }, replica)

function change (text, position, deleted, inserted) {
  if (deleted) text.delete(position, deleted)
  if (inserted) text.insert(position, inserted)
}

function edit (doc, position, deleted, inserted) {
  if (deleted && inserted) doc.transact(() => change(doc.shown, position, deleted, inserted), 'here')
  else if (doc.undoing) doc.transact(() => change(doc.shown, position, deleted, inserted), 'here')
  else change(doc.shown, position, deleted, inserted)
}

function record (doc, sink) {
  doc.on('update', (update, origin) => { if (origin !== 'remote') sink.push(update) })
}

function load (apply, bytes) {
  const doc = open()
  apply(doc, bytes)
  return doc
}

/** Where a place is kept: in a map of the same document. */
const kept = position => Y.relativePositionToJSON(position)
const found = (doc, json) => Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(json), doc).index
const place = (doc, position) => kept(Y.createRelativePositionFromTypeIndex(doc.shown, position))

/** The runs of a delta that have a format. */
function boldRanges (delta) {
  const ranges = []
  let at = 0
  for (const { insert, attributes } of delta) {
    if (attributes?.bold) ranges.push([at, at + insert.length])
    at += insert.length
  }
  return ranges
}

const apply = (doc, change) => Y.applyUpdate(doc, change, 'remote')

export default {
  version: versionOf('yjs'),
  unit: 'utf16',
  open,
  edit,
  editAll: (doc, patches) => doc.transact(() => patches.forEach(patch => change(doc.shown, ...patch)), 'here'),
  record,
  apply,
  applyAll: (doc, changes) => doc.transact(() => changes.forEach(change => Y.applyUpdate(doc, change, 'remote')), 'remote'),
  mark: doc => Y.encodeStateVector(doc),
  since: (doc, mark) => Y.encodeStateAsUpdate(doc, mark ?? undefined),
  applySince: apply,
  text: doc => doc.shown.toString(),
  saved: 'state',
  forms: {
    snapshot: {
      what: 'update v2 with gc off: deleted text kept, no history of who saw what',
      open: () => make({ gc: false }, 1),
      write: doc => Y.encodeStateAsUpdateV2(doc)
    },
    state: {
      what: 'update v2 (timed: v1, which is faster): deleted text dropped',
      write: doc => Y.encodeStateAsUpdate(doc),
      smallest: doc => Y.encodeStateAsUpdateV2(doc),
      read: bytes => load(Y.applyUpdate, bytes)
    }
  },
  beginUndo: doc => { doc.undoing = new Y.UndoManager(doc.shown, { trackedOrigins: new Set(['here']) }) },
  undo: doc => doc.undoing.undo(),
  anchor: (doc, position) => Y.createRelativePositionFromTypeIndex(doc.shown, position),
  position: (doc, anchor) => Y.createAbsolutePositionFromRelativePosition(anchor, doc).index,
  free: doc => doc.destroy(),
  values: {
    open: replica => {
      const doc = open(replica)
      doc.map = doc.getMap('map')
      return doc
    },
    record,
    apply,
    put: (doc, key, value) => doc.map.set(key, value),
    size: doc => doc.map.size,
    add: (doc, key) => doc.map.set(key, true),
    discard: (doc, key) => doc.map.delete(key),
    setSize: doc => doc.map.size
  },
  lists: {
    note: MOVED_BY_COPY,
    open: replica => {
      const doc = open(replica)
      doc.list = doc.getArray('list')
      return doc
    },
    record,
    apply,
    add: (doc, items) => doc.list.push(items),
    move: (doc, from, to) => doc.transact(() => {
      const item = doc.list.get(from)
      doc.list.delete(from)
      doc.list.insert(to, [item])
    }),
    items: doc => doc.list.toArray()
  },
  marks: {
    open,
    mark: (doc, from, to) => doc.shown.format(from, to - from, { bold: true }),
    unmark: (doc, from, to) => doc.shown.format(from, to - from, { bold: null }),
    bold: doc => boldRanges(doc.shown.toDelta())
  },
  notes: {
    note: 'two relative positions in a map',
    open: replica => {
      const doc = open(replica)
      doc.notes = doc.getMap('notes')
      return doc
    },
    add: (doc, key, from, to) => doc.notes.set('note' + key, { body: 'note' + key, from: place(doc, from), to: place(doc, to) }),
    all: (doc, count) => Array.from({ length: count }, (_, key) => {
      const { from, to } = doc.notes.get('note' + key)
      return [found(doc, from), found(doc, to)]
    })
  },
  steps: {
    open,
    begin: doc => { doc.undoing = new Y.UndoManager(doc.shown, { trackedOrigins: new Set(['here']), captureTimeout: 0 }) },
    undo: doc => doc.undoing.undo(),
    redo: doc => doc.undoing.redo()
  }
}
