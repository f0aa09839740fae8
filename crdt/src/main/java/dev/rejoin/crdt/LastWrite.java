package dev.rejoin.crdt;

import java.util.Optional;

/**
 * One thing that a container holds and the op that made it what it is. Immutable.
 *
 * @param key the key in a map, the index in a list, the id of a node; empty in a register or set
 * @param value what is shown there; empty for a node of a tree
 */
public record LastWrite(String key, Optional<Value> value, OpId op) {}
