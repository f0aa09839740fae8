// diamond-types, by its published (and old) WebAssembly package.
import { createRequire } from 'node:module'
import { versionOf } from './version.mjs'

const { Doc } = createRequire(import.meta.url)('diamond-types-node')

function change ({ doc }, position, deleted, inserted) {
  if (deleted) doc.del(position, deleted)
  if (inserted) doc.ins(position, inserted)
}

/** A change is what came after the version before it. */
function kept (opened, edits) {
  const before = opened.sink && opened.doc.getLocalVersion()
  edits()
  if (opened.sink) opened.sink.push(opened.doc.getPatchSince(before))
}

export default {
  version: versionOf('diamond-types-node'),
  unit: 'codePoint',
  open: replica => ({ doc: new Doc('replica' + replica), sink: null }),
  edit: (opened, position, deleted, inserted) => kept(opened, () => change(opened, position, deleted, inserted)),
  editAll: (opened, patches) => kept(opened, () => patches.forEach(patch => change(opened, ...patch))),
  record: (opened, sink) => { opened.sink = sink },
  apply: ({ doc }, change) => { doc.mergeBytes(change) },
  applyAll: ({ doc }, changes) => changes.forEach(change => doc.mergeBytes(change)),
  mark: ({ doc }) => doc.getLocalVersion(),
  since: ({ doc }, mark) => mark ? doc.getPatchSince(mark) : doc.toBytes(),
  applySince: ({ doc }, bytes) => { doc.mergeBytes(bytes) },
  text: ({ doc }) => doc.get(),
  saved: 'history',
  forms: {
    history: {
      what: 'toBytes(): whole history, text compressed by the library',
      write: ({ doc }) => doc.toBytes(),
      read: bytes => ({ doc: Doc.fromBytes(bytes, 'reader'), sink: null })
    }
  },
  free: ({ doc }) => doc.free()
}
