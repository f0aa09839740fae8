package dev.rejoin.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a trace in the sequential or concurrent format of the public collection
 * josephg/editing-traces, from JSON or gzipped JSON.
 *
 * <p>Not safe for several threads. Everything that is not a trace is refused with BAD_TRACE, which
 * says what is wrong and where. O(file).
 */
public final class TraceReader {
  /** Longest text, in code points: sums of two of them stay within an int. */
  private static final int MAX_LENGTH = 500_000_000;

  private static final int[] NOT_SAID = {};

  private final JsonParser json;
  private final List<Trace.Step> steps = new ArrayList<>();
  private @Nullable String kind;
  private String startContent = "";
  private @Nullable String endContent;
  private int agents = -1;
  private boolean hasTransactions;
  private boolean astral;

  private TraceReader(JsonParser json) {
    this.json = json;
  }

  /**
   * Reads a file.
   *
   * @throws RejoinException FILE_NOT_FOUND or BAD_TRACE
   */
  public static Trace read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new RejoinException(ErrorCode.FILE_NOT_FOUND, "there is no file " + file);
    }
    try (InputStream in = open(file);
        JsonParser json = new JsonFactory().createParser(in)) {
      return new TraceReader(json).trace();
    } catch (NoSuchFileException e) {
      throw new RejoinException(ErrorCode.FILE_NOT_FOUND, "there is no file " + file, e);
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " at line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      throw bad("it is not JSON" + where + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw bad("it cannot be read: " + e.getMessage(), e);
    }
  }

  private static InputStream open(Path file) throws IOException {
    BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), 64 * 1_024);
    in.mark(2);
    boolean zipped = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return zipped ? new GZIPInputStream(in, 64 * 1_024) : in;
  }

  private Trace trace() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw bad("it does not start with an object");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "kind" -> kind = string("kind");
        case "startContent" -> startContent = text("startContent");
        case "endContent" -> endContent = text("endContent");
        case "numAgents" -> agents = integer("numAgents", 1, 100_000);
        case "txns" -> transactions();
        default -> json.skipChildren();
      }
    }
    return finish();
  }

  private void transactions() throws IOException {
    hasTransactions = true;
    require(JsonToken.START_ARRAY, "txns is not a list");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      steps.add(step());
    }
  }

  private Trace.Step step() throws IOException {
    String where = "transaction " + steps.size();
    require(JsonToken.START_OBJECT, where + " is not an object");
    int agent = -1;
    int[] parents = NOT_SAID;
    List<Trace.Patch> patches = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "agent" -> agent = integer(where + ": agent", 0, 99_999);
        case "parents" -> parents = parents(where);
        case "patches" -> patches = patches(where);
        default -> json.skipChildren();
      }
    }
    if (patches == null) {
      throw bad(where + " has no patches");
    }
    return new Trace.Step(agent, parents, patches);
  }

  private int[] parents(String where) throws IOException {
    require(JsonToken.START_ARRAY, where + ": parents is not a list");
    List<Integer> parents = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      parents.add(
          integer(where + ": parent (parents come earlier in the list)", 0, steps.size() - 1));
    }
    // An empty list is not the same as none: a transaction may start from nothing.
    return parents.stream().mapToInt(Integer::intValue).toArray();
  }

  private List<Trace.Patch> patches(String where) throws IOException {
    require(JsonToken.START_ARRAY, where + ": patches is not a list");
    List<Trace.Patch> patches = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      String at = where + ", patch " + patches.size();
      require(JsonToken.START_ARRAY, at + " is not a list [position, deleted, inserted]");
      json.nextToken();
      int position = integer(at + ": position", 0, MAX_LENGTH);
      json.nextToken();
      int deleted = integer(at + ": deleted", 0, MAX_LENGTH);
      json.nextToken();
      patches.add(new Trace.Patch(position, deleted, text(at + ": inserted")));
      json.nextToken();
      require(JsonToken.END_ARRAY, at + " has more than position, deleted and inserted");
    }
    return patches;
  }

  private Trace finish() {
    if (!hasTransactions || endContent == null) {
      throw bad((hasTransactions ? "endContent" : "txns") + " is missing");
    }
    if (kind != null && !kind.equals("concurrent")) {
      throw bad("kind is '" + kind + "'; known is 'concurrent', and none for sequential traces");
    }
    boolean concurrent = kind != null;
    if (concurrent && agents < 0) {
      throw bad("numAgents is missing");
    }
    List<Trace.Step> all = new ArrayList<>();
    int start = startContent.isEmpty() ? 0 : 1;
    if (start == 1) {
      Trace.Patch content = new Trace.Patch(0, 0, startContent);
      all.add(new Trace.Step(0, NOT_SAID, List.of(content)));
    }
    for (int i = 0; i < steps.size(); i++) {
      all.add(concurrent ? placed(i, start) : following(i + start, steps.get(i)));
    }
    return new Trace(concurrent, concurrent ? agents : 1, start, all, endContent, astral);
  }

  private static Trace.Step following(int index, Trace.Step step) {
    int[] parents = index == 0 ? NOT_SAID : new int[] {index - 1};
    return new Trace.Step(0, parents, step.patches());
  }

  private Trace.Step placed(int i, int start) {
    Trace.Step step = steps.get(i);
    if (step.agent() < 0 || step.agent() >= agents) {
      String agent = step.agent() < 0 ? "no agent" : "agent " + step.agent();
      throw bad("transaction " + i + " has " + agent + ", and numAgents is " + agents);
    }
    if (start == 0) {
      return step;
    }
    int[] parents = step.parents().length == 0 ? new int[] {0} : step.parents().clone();
    for (int p = 0; step.parents().length > 0 && p < parents.length; p++) {
      parents[p] += start;
    }
    return new Trace.Step(step.agent(), parents, step.patches());
  }

  private void require(JsonToken token, String otherwise) throws IOException {
    if (json.currentToken() != token) {
      throw bad(otherwise + at());
    }
  }

  private String string(String what) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw bad(what + " is not a text" + at());
    }
    return json.getText();
  }

  private String text(String what) throws IOException {
    String text = string(what);
    if (Trace.hasAstral(text)) {
      astral = true;
      if (text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
        throw bad(what + " holds half of a surrogate pair" + at());
      }
    }
    return text;
  }

  private int integer(String what, int min, int max) throws IOException {
    boolean number = json.currentToken() == JsonToken.VALUE_NUMBER_INT;
    if (!number || json.getLongValue() < min || json.getLongValue() > max) {
      String found = json.currentToken() == null ? "nothing" : json.getText();
      throw bad(what + " is " + found + ", not a whole number from " + min + " to " + max + at());
    }
    return (int) json.getLongValue();
  }

  private String at() {
    var location = json.currentTokenLocation();
    return " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }

  private static RejoinException bad(String what) {
    return bad(what, null);
  }

  private static RejoinException bad(String what, @Nullable Throwable cause) {
    return new RejoinException(
        ErrorCode.BAD_TRACE, "this is no trace that can be replayed: " + what, cause);
  }
}
