// node --expose-gc main.mjs LIBRARY WORKLOAD OPTIONS: one library, one workload, JSON lines out.
import { performance } from 'node:perf_hooks'
import { Harness, watchWebAssembly } from './harness.mjs'
import { checkGenerator } from './random.mjs'
import { loadTrace, workloads } from './workloads.mjs'

const [library, workload, json] = process.argv.slice(2)
const harness = new Harness(JSON.parse(json))
checkGenerator()
watchWebAssembly()
const trace = harness.options.trace ? loadTrace(harness.options) : null
const from = performance.now()
const { default: peer } = await import(`./peer-${library}.mjs`)
harness.imported = performance.now() - from
harness.tell({ version: peer.version, node: process.version })
workloads[workload](harness, peer, trace)
