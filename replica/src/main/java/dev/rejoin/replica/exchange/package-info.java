/**
 * Documents as files of other formats: JSON, Markdown, HTML and W3C Web Annotations.
 *
 * <p>Writing reads one moment of a document. Reading first checks all of a file, then edits inside
 * a transaction of the caller, and only what differs, so a file that is read twice changes nothing
 * the second time.
 */
@NullMarked
package dev.rejoin.replica.exchange;

import org.jspecify.annotations.NullMarked;
