package dev.rejoin.replica;

import dev.rejoin.replica.rules.Message;
import java.time.Instant;

/**
 * How something that was done apart was settled, by merging or by somebody. Immutable.
 *
 * @param path where, as in {@link Conflict#path}
 * @param change names the change that did it, or the later of the two that were merged
 * @param when that was made, by its author's clock
 */
public record Resolution(String path, String change, Instant when, Message message) {}
