package dev.rejoin.crdt;

/**
 * Atoms with consecutive ids that stand next to each other in a text and all show, or all do not.
 */
public record TextRun(IdRange atoms, boolean visible) {}
