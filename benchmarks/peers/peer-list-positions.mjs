// list-positions: positions in an order and a text on it; messages are JSON, as in its own benchmarks.
import { createRequire } from 'node:module'
import { MOVED_BY_COPY } from './harness.mjs'
import { versionOf } from './version.mjs'

const { List, Order, Text } = createRequire(import.meta.url)('list-positions')

function open (replica) {
  const order = new Order({ replicaID: 'replica' + (replica ?? 'reader') })
  return { order, shown: new Text(order), sink: null }
}

/** Positions side by side in one bunch are one run. */
function runs (shown, position, count) {
  const found = []
  for (let i = position; i < position + count; i++) {
    const { bunchID, innerIndex } = shown.positionAt(i)
    const last = found.at(-1)
    if (last && last.from.bunchID === bunchID && last.from.innerIndex + last.count === innerIndex) last.count++
    else found.push({ from: { bunchID, innerIndex }, count: 1 })
  }
  return found
}

function change ({ shown, sink }, position, deleted, inserted, messages) {
  if (deleted) {
    if (sink) messages.push({ deleted: runs(shown, position, deleted) })
    shown.deleteAt(position, deleted)
  }
  if (inserted) {
    const [at, meta] = shown.insertAt(position, inserted)
    if (sink) messages.push({ at, inserted, meta: meta ?? undefined })
  }
}

function kept (doc, patches) {
  const messages = []
  for (const [position, deleted, inserted] of patches) change(doc, position, deleted, inserted, messages)
  if (doc.sink) doc.sink.push(JSON.stringify(messages))
}

function apply ({ order, shown }, json) {
  for (const message of JSON.parse(json)) {
    if (message.deleted) {
      for (const run of message.deleted) shown.delete(run.from, run.count)
    } else {
      if (message.meta) order.addMetas([message.meta])
      shown.set(message.at, message.inserted)
    }
  }
}

const write = ({ order, shown }) => Buffer.from(JSON.stringify([order.save(), shown.save()]))

function applyWhole (doc, bytes) {
  const [metas, text] = JSON.parse(bytes.toString())
  doc.order.load(metas)
  doc.shown.load(text)
}

export default {
  version: versionOf('list-positions'),
  unit: 'utf16',
  open,
  edit: (doc, position, deleted, inserted) => {
    if (doc.sink) kept(doc, [[position, deleted, inserted]])
    else change(doc, position, deleted, inserted, null)
  },
  editAll: kept,
  record: (doc, sink) => { doc.sink = sink },
  apply,
  applyAll: (doc, changes) => changes.forEach(change => apply(doc, change)),
  text: ({ shown }) => shown.toString(),
  saved: 'state',
  forms: {
    state: {
      what: 'JSON of Order and Text: positions without deleted text, no history',
      write,
      read: bytes => {
        const doc = open()
        applyWhole(doc, Buffer.from(bytes))
        return doc
      }
    }
  },
  anchor: ({ shown }, position) => shown.positionAt(position),
  position: ({ shown }, anchor) => shown.indexOfPosition(anchor, 'right'),
  notesMissing: 'no map to keep positions in',
  lists: {
    note: MOVED_BY_COPY,
    open: replica => {
      const order = new Order({ replicaID: 'replica' + replica })
      return { order, list: new List(order), sink: null }
    },
    record: (doc, sink) => { doc.sink = sink },
    apply: ({ order, list }, json) => {
      for (const { deleted, at, items, meta } of JSON.parse(json)) {
        if (deleted) list.delete(deleted)
        if (meta) order.addMetas([meta])
        if (at) list.set(at, ...items)
      }
    },
    add: (doc, items) => {
      const [at, meta] = doc.list.insertAt(doc.list.length, ...items)
      if (doc.sink) doc.sink.push(JSON.stringify([{ at, items, meta: meta ?? undefined }]))
    },
    move: (doc, from, to) => {
      const deleted = doc.list.positionAt(from)
      const item = doc.list.getAt(from)
      doc.list.deleteAt(from)
      const [at, meta] = doc.list.insertAt(to, item)
      if (doc.sink) doc.sink.push(JSON.stringify([{ deleted }, { at, items: [item], meta: meta ?? undefined }]))
    },
    items: ({ list }) => [...list]
  }
}
