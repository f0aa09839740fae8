import fs from 'node:fs'

/** The version of an installed package. */
export const versionOf = name =>
  JSON.parse(fs.readFileSync(new URL(`./node_modules/${name}/package.json`, import.meta.url), 'utf8')).version
