package dev.rejoin.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.app.Trace;
import dev.rejoin.app.TraceReader;
import dev.rejoin.app.TraceText;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds traces by name, and writes them as every measuring process reads them: positions in UTF-16
 * units, and besides in code points where that makes a difference.
 */
final class TraceFiles {
  private static final int DEPTH = 3;
  private static final String REMEDY =
      "Get the collection: 'git clone https://github.com/josephg/editing-traces' (CC BY 4.0), and"
          + " name its folder with --traces.";

  private final @Nullable Path collection;
  private final Path work;

  TraceFiles(@Nullable Path collection, Path work) {
    this.collection = collection;
    this.work = work;
  }

  /** The file for the measuring processes. */
  Path prepared(String name) {
    return work.resolve(name + ".json");
  }

  /** Finds and converts a trace. */
  void prepare(String name) {
    write(TraceReader.read(find(name)), name);
  }

  private Path find(String name) {
    if (collection == null) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT, "the rows asked for need editing traces", REMEDY, null);
    }
    if (!Files.isDirectory(collection)) {
      throw new RejoinException(
          ErrorCode.FILE_NOT_FOUND, "there is no folder " + collection, REMEDY, null);
    }
    try (Stream<Path> files = Files.walk(collection, DEPTH)) {
      Optional<Path> found =
          files
              .filter(file -> isNamed(file, name + ".json") || isNamed(file, name + ".json.gz"))
              .min(Comparator.comparing(Path::getNameCount).thenComparing(Path::toString));
      return found.orElseThrow(
          () ->
              new RejoinException(
                  ErrorCode.FILE_NOT_FOUND,
                  "there is no trace " + name + ".json.gz in " + collection,
                  REMEDY,
                  null));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + collection, e);
    }
  }

  private static boolean isNamed(Path file, String name) {
    return Objects.toString(file.getFileName(), "").equals(name);
  }

  private void write(Trace trace, String name) {
    if (trace.concurrent() && trace.astral()) {
      throw new RejoinException(
          ErrorCode.BAD_TRACE,
          name + " is concurrent and has characters of two UTF-16 units; take another one");
    }
    TraceText text = new TraceText();
    ObjectNode plain = Harness.line().put("endContent", trace.endContent());
    ArrayNode txns = plain.putArray("txns");
    ArrayNode codePoints = trace.astral() ? plain.putArray("codePointPatches") : null;
    for (Trace.Step step : trace.steps()) {
      ObjectNode txn = txns.addObject().put("agent", step.agent());
      ArrayNode parents = txn.putArray("parents");
      for (int parent : step.parents()) {
        parents.add(parent);
      }
      ArrayNode patches = txn.putArray("patches");
      for (Trace.Patch patch : step.patches()) {
        int from = text.utf16(patch.position());
        int to = text.utf16(patch.position() + patch.deleted());
        patches.addArray().add(from).add(to - from).add(patch.inserted());
        if (codePoints != null) {
          codePoints.addArray().add(patch.position()).add(patch.deleted()).add(patch.inserted());
        }
        text.edited(patch.position(), patch.deleted(), patch.inserted());
      }
    }
    try {
      new ObjectMapper().writeValue(prepared(name).toFile(), plain);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + prepared(name), e);
    }
  }
}
