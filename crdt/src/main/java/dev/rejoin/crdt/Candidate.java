package dev.rejoin.crdt;

/** One of the concurrent values of a register or map entry, with the put that wrote it. */
public record Candidate(OpId put, long lamport, Value value) {}
