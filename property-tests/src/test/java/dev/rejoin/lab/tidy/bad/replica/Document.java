package dev.rejoin.lab.tidy.bad.replica;

/** Stands for the class that reads content. */
public record Document(String name) {}
