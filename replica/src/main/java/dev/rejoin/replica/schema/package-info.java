/**
 * Optional types for documents: records as maps, schemas with versions, and the lenses between
 * versions.
 *
 * <p>A schema judges what this replica edits and tells what does not fit; it never changes how
 * edits merge.
 */
@NullMarked
package dev.rejoin.replica.schema;

import org.jspecify.annotations.NullMarked;
