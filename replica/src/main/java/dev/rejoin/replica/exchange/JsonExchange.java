package dev.rejoin.replica.exchange;

import dev.rejoin.crdt.DocumentEdit;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Document;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * A whole document as JSON and back. What it looks like stands in the guide,
 * docs/guide/exchange.md.
 *
 * <p>Ids, history and overlapping marks are not in it: it is what the document shows.
 */
public final class JsonExchange {
  private JsonExchange() {}

  /** What a document shows at one moment; the same content is always the same text. */
  public static String write(Document document) {
    return Json.write(JsonWriter.document(ContentReader.document(document)));
  }

  /**
   * Reads a file, to be given to {@link Document#edit}: containers that the file names become what
   * it says, with few edits; others stay as they are.
   *
   * @throws RejoinException BAD_FILE if it is no JSON of a document; NOT_A_VALUE, VALUE_TOO_LARGE,
   *     NESTING_TOO_DEEP and the like with the place in the file
   */
  public static Consumer<DocumentEdit> read(String json) {
    SortedMap<String, List<Content>> wanted = JsonReader.document(Json.read(json));
    return tx -> ContentMerge.roots(tx, wanted);
  }
}
