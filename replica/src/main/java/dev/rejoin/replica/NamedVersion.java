package dev.rejoin.replica;

import dev.rejoin.crdt.Heads;
import java.util.Optional;

/**
 * A version that somebody gave a name. Immutable.
 *
 * @param heads what it names; empty if that cannot be read or has not arrived
 * @param who named it
 * @param contested whether the name was given to several versions apart; this is the one shown
 */
public record NamedVersion(String name, Optional<Heads> heads, Who who, boolean contested) {}
