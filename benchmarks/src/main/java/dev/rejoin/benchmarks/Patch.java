package dev.rejoin.benchmarks;

/** Replaces {@code deleted} characters after {@code position} by a text. */
record Patch(int position, int deleted, String inserted) {}
