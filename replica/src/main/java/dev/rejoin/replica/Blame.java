package dev.rejoin.replica;

import java.util.Optional;

/**
 * A piece of a text, deleted or not, and who wrote, deleted and restored it. Immutable.
 *
 * @param text its units
 * @param visible whether it shows; else it is deleted
 * @param written who inserted it
 * @param deleted who deleted it first, of those whose delete is in force
 * @param restored who brought it back last, if it was ever deleted before
 */
public record Blame(
    String text, boolean visible, Who written, Optional<Who> deleted, Optional<Who> restored) {}
