package dev.rejoin.replica;

import dev.rejoin.crdt.Value;
import java.util.Optional;

/**
 * One thing that a container holds, and who made it what it is. Immutable.
 *
 * @param key the key in a map, the index in a list, the id of a node, empty for a register
 * @param value what is shown there; empty for a node of a tree
 * @param who wrote the value that is shown, added the element, or put the node where it is
 */
public record Written(String key, Optional<Value> value, Who who) {}
