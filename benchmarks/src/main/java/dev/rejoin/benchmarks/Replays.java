package dev.rejoin.benchmarks;

import static dev.rejoin.benchmarks.Harness.line;
import static dev.rejoin.benchmarks.Harness.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.Deflater;

/** The rows of a sequential trace, as peers/workloads.mjs has them. */
final class Replays {
  private final Harness harness;
  private final PeerLibrary library;
  private final PlainTrace trace;

  Replays(Harness harness, PeerLibrary library, PlainTrace trace) {
    this.harness = harness;
    this.library = library;
    this.trace = trace;
  }

  /** A document after all edits, and the change of each. */
  record Typed(PeerDocument document, List<Made> changes) {}

  void sequential() {
    int n = trace.patches().size();
    harness.row(
        "local",
        row ->
            harness.measure(
                row, line().put("n", n), () -> library.open(1), this::type, this::check));
    harness.row(
        "local-kept",
        row ->
            harness.measure(
                row,
                line().put("n", n),
                () -> library.open(1),
                this::typeKept,
                typed -> check(typed.document())));
    harness.row("remote-each", this::remoteEach);
    harness.stop();
    PeerDocument document = type(library.open(1));
    harness.row("remote-batch", row -> remoteBatch(row, document));
    saves(document);
    for (Form form : Form.values()) {
      harness.row("size-" + form.name().toLowerCase(Locale.ROOT), row -> size(row, document, form));
    }
  }

  private PeerDocument type(PeerDocument document) {
    return type(document, trace.patches());
  }

  private PeerDocument type(PeerDocument document, List<Patch> patches) {
    for (int i = 0; i < patches.size(); i++) {
      harness.tick(i, patches.size());
      Patch patch = patches.get(i);
      document.edit(patch.position(), patch.deleted(), patch.inserted());
    }
    return document;
  }

  private Typed typeKept(PeerDocument document) {
    return typeKept(document, trace.patches());
  }

  private Typed typeKept(PeerDocument document, List<Patch> patches) {
    List<Made> changes = new ArrayList<>(patches.size());
    document.record(changes);
    return new Typed(type(document, patches), changes);
  }

  private void check(PeerDocument document) {
    require(document.text().equals(trace.endContent()), "the text is not what the trace says");
    document.free();
  }

  private void remoteEach(String row) {
    harness.start(3); // making the changes is not what is measured
    Typed typed = typeKept(library.open(1));
    typed.document().free();
    List<Made> changes = typed.changes();
    long bytes = changes.stream().mapToLong(change -> change.bytes().length).sum();
    int n = changes.size();
    harness.tell(line().put("row", "size-changes").put("bytes", bytes).put("n", n));
    harness.measure(
        row,
        line().put("n", n),
        () -> library.open(2),
        document -> {
          for (int i = 0; i < n; i++) {
            harness.tick(i, n);
            document.apply(changes.get(i));
          }
          return document;
        },
        this::check);
  }

  private void remoteBatch(String row, PeerDocument document) {
    byte[] bytes = document.since(null);
    harness.measure(
        row,
        line().put("n", trace.patches().size()),
        () -> library.open(2),
        fresh -> {
          fresh.applySince(bytes);
          fresh.text();
          return fresh;
        },
        this::check);
  }

  private void saves(PeerDocument document) {
    Consumer<byte[]> nothing = bytes -> require(bytes.length > 0, "nothing was saved");
    harness.row(
        "save",
        row -> harness.measure(row, line(), () -> document, d -> d.save(library.saved()), nothing));
    harness.row(
        "load",
        row ->
            harness.measure(
                row, line(), () -> kept(document), this::loadAndRead, this::checkLoaded));
    harness.row(
        "load-edit",
        row ->
            harness.measure(
                row, line(), () -> kept(document), this::loadAndEdit, this::checkEdited));
    String file = harness.options().saved();
    if (file != null && !library.what(library.saved()).isEmpty()) {
      try {
        Files.write(Path.of(file), kept(document));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot keep the saved document in " + file, e);
      }
    }
  }

  private byte[] kept(PeerDocument document) {
    return document.save(library.saved());
  }

  private record Loaded(PeerDocument document, String text) {}

  private Loaded loadAndRead(byte[] bytes) {
    PeerDocument document = library.load(bytes);
    return new Loaded(document, document.text());
  }

  private void checkLoaded(Loaded loaded) {
    require(loaded.text().equals(trace.endContent()), "the text loaded is not what was saved");
    loaded.document().free();
  }

  private PeerDocument loadAndEdit(byte[] bytes) {
    PeerDocument document = library.load(bytes);
    document.edit(trace.endContent().length() / 2, 0, "x");
    return document;
  }

  private void checkEdited(PeerDocument document) {
    require(
        document.text().length() == trace.endContent().length() + 1,
        "the insert after loading is missing");
    document.free();
  }

  private void size(String row, PeerDocument document, Form form) {
    if (library.what(form).isEmpty()) {
      throw new NoSuchThing("no such form");
    }
    PeerDocument own = library.openFor(form);
    if (own == null) {
      harness.tell(sizes(row, document, form).put("what", library.what(form)));
      return;
    }
    ObjectNode common = sizes(row, document, form);
    String what =
        String.format(
            Locale.ROOT,
            "%s. With up to %,d transactions in a change: %,d and %,d bytes",
            library.what(form),
            RejoinDocument.JOINED_MAX,
            common.get("bytes").intValue(),
            common.get("deflated").intValue());
    harness.stop(); // typing is not what is measured
    harness.tell(sizes(row, type(own), form).put("what", what));
  }

  private static ObjectNode sizes(String row, PeerDocument document, Form form) {
    byte[] bytes = document.save(form);
    byte[] packed = document.packed(form);
    int small = packed == null ? deflated(bytes) : packed.length;
    return line().put("row", row).put("bytes", bytes.length).put("deflated", small);
  }

  private static int deflated(byte[] bytes) {
    Deflater deflater = new Deflater(6, true);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] part = new byte[64 * 1_024];
      int size = 0;
      while (!deflater.finished()) {
        size += deflater.deflate(part);
      }
      return size;
    } finally {
      deflater.end();
    }
  }

  /** The first keystrokes of a fresh process, with everything that is loaded for them. */
  void cold(long startNanos) {
    List<Patch> first = trace.patches().subList(0, Math.min(1_000, trace.patches().size()));
    harness.row(
        "cold",
        row -> {
          if (library instanceof FloorLibrary) {
            type(library.open(1), first);
          } else {
            typeKept(library.open(1), first);
          }
          double millis = (System.nanoTime() - startNanos) / 1e6;
          harness.told(row, new ArrayList<>(List.of(millis)), line().put("n", first.size()));
        });
  }

  /** What a loaded document takes, from the bytes that another process saved. */
  void heap() {
    harness.row(
        "heap",
        row -> {
          String file = harness.options().saved();
          if (file == null || library.what(library.saved()).isEmpty()) {
            throw new NoSuchThing("nothing to save");
          }
          PeerDocument small = library.open(1);
          small.edit(0, 0, "x");
          library.load(small.save(library.saved())).free();
          long before = Memory.used(library);
          // The bytes count as well if the document goes on using them, and only then.
          PeerDocument document = library.load(read(Path.of(file)));
          int length = document.text().length();
          long after = Memory.used(library);
          require(length == trace.endContent().length(), "the text loaded is not what was saved");
          check(document);
          ObjectNode line = line().put("row", row).put("bytes", Math.max(0, after - before));
          harness.tell(library.isNative() ? line.put("note", Memory.NATIVE) : line);
        });
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the process before this one left no " + file, e);
    }
  }
}
