package dev.rejoin.replica.rules;

import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Value;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a rule sees of a candidate; nothing that differs from one replica to another.
 *
 * @param author who wrote it, may be empty
 * @param device in hexadecimal
 * @param lamport how many edits its author had seen, in a sense; no clock
 * @param field what the same change wrote under another field of the same map
 */
public record RuleCandidate(
    OpId put,
    Value value,
    String author,
    String device,
    long lamport,
    Function<String, Optional<Value>> field) {}
