// Automerge: immutable documents, one change per edit; all replicas start from one document with the text in it.
import * as A from '@automerge/automerge'
import { MOVED_BY_COPY } from './harness.mjs'
import { versionOf } from './version.mjs'

const PATH = ['text']
const BASE = A.save(A.from({ text: '', map: {}, list: [], counter: new A.Counter(0) }, { actor: 'ff' }))
const actor = replica => (0x10000000 + replica).toString(16)

const open = replica => ({ now: A.load(BASE, { actor: actor(replica) }), sink: null })

function change (doc, edits) {
  doc.now = A.change(doc.now, edits)
  if (doc.sink) {
    const made = A.getLastLocalChange(doc.now)
    if (made) doc.sink.push(made)
  }
}

const apply = (doc, bytes) => { doc.now = A.applyChanges(doc.now, [bytes])[0] }
const record = (doc, sink) => { doc.sink = sink }

export default {
  version: versionOf('@automerge/automerge'),
  unit: 'utf16',
  open,
  edit: (doc, position, deleted, inserted) => change(doc, draft => A.splice(draft, PATH, position, deleted, inserted)),
  editAll: (doc, patches) => change(doc, draft => patches.forEach(patch => A.splice(draft, PATH, ...patch))),
  record,
  apply,
  applyAll: (doc, changes) => { doc.now = A.applyChanges(doc.now, changes)[0] },
  mark: doc => A.getHeads(doc.now),
  since: (doc, mark) => A.saveSince(doc.now, mark ?? []),
  applySince: (doc, bytes) => { doc.now = A.loadIncremental(doc.now, bytes) },
  text: doc => doc.now.text,
  saved: 'history',
  forms: {
    history: {
      what: 'save(): whole history, columns deflated by the library',
      write: doc => A.save(doc.now),
      read: bytes => ({ now: A.load(bytes), sink: null })
    }
  },
  anchor: (doc, position) => A.getCursor(doc.now, PATH, position),
  position: (doc, anchor) => A.getCursorPosition(doc.now, PATH, anchor),
  free: doc => A.free(doc.now),
  values: {
    open,
    record,
    apply,
    put: (doc, key, value) => change(doc, draft => { draft.map[key] = value }),
    size: doc => Object.keys(doc.now.map).length,
    increment: (doc, by) => change(doc, draft => draft.counter.increment(by)),
    total: doc => doc.now.counter.value,
    add: (doc, key) => change(doc, draft => { draft.map[key] = true }),
    discard: (doc, key) => change(doc, draft => { delete draft.map[key] }),
    setSize: doc => Object.keys(doc.now.map).length
  },
  lists: {
    note: MOVED_BY_COPY,
    open,
    record,
    apply,
    add: (doc, items) => change(doc, draft => draft.list.push(...items)),
    move: (doc, from, to) => change(doc, draft => {
      const [item] = draft.list.splice(from, 1)
      draft.list.splice(to, 0, item)
    }),
    items: doc => [...doc.now.list]
  },
  marks: {
    open,
    mark: (doc, start, end) => change(doc, draft => A.mark(draft, PATH, { start, end, expand: 'after' }, 'bold', true)),
    unmark: (doc, start, end) => change(doc, draft => A.unmark(draft, PATH, { start, end, expand: 'after' }, 'bold')),
    bold: doc => A.marks(doc.now, PATH).filter(mark => mark.value).map(mark => [mark.start, mark.end])
  },
  notes: {
    note: 'two cursors in a map',
    open,
    add: (doc, key, from, to) => {
      const cursors = A.getCursor(doc.now, PATH, from) + ' ' + A.getCursor(doc.now, PATH, to) + ' note' + key
      change(doc, draft => { draft.map['note' + key] = cursors })
    },
    all: (doc, count) => Array.from({ length: count }, (_, key) =>
      doc.now.map['note' + key].split(' ', 2).map(cursor => A.getCursorPosition(doc.now, PATH, cursor)))
  }
}
