package dev.rejoin.proto;

import dev.rejoin.crdt.RefusedEditException;

/**
 * The registry of errors: one number, sentence and remedy for the protocol, the API, the command
 * line and the page.
 *
 * <p>Numbers are never reused. Bands of a hundred: 10 protocol, 11 authentication, 12 access, 13
 * changes, 14 limits, 15 schema, 16 state, 19 relay, 20 local store, 21 edits and commands, 41
 * network.
 */
public enum ErrorCode {
  UNKNOWN(
      1000,
      Retry.BACKOFF,
      "The other side reported an error that this version does not know.",
      "Update Rejoin on this device; its newer version can explain the number."),
  MALFORMED(
      1001,
      Retry.NEVER,
      "Some bytes do not follow the format.",
      "Update Rejoin on both devices; if it comes back, report it with the log of both sides."),
  UNSUPPORTED_FRAME(
      1002,
      Retry.NEVER,
      "The other side sent a kind of frame that this version does not know.",
      "Update Rejoin on this device."),
  PROTOCOL_ORDER(
      1003,
      Retry.BACKOFF,
      "The other side sent a frame at a moment where it is not allowed.",
      "Nothing to do: the link is opened again. If it comes back, update Rejoin on both devices."),
  VERSION_TOO_OLD(
      1004,
      Retry.OPERATOR,
      "This side speaks an older protocol than the other side accepts.",
      "Update Rejoin on this device."),
  VERSION_TOO_NEW(
      1005,
      Retry.OPERATOR,
      "This side speaks only a newer protocol than the other side knows.",
      "Update Rejoin on the other device or relay."),
  FRAME_TOO_LARGE(
      1006,
      Retry.NEVER,
      "A frame is larger than the limit of the link.",
      "Check that the port belongs to Rejoin, and update Rejoin on both sides."),
  DECOMPRESS_LIMIT(
      1007,
      Retry.NEVER,
      "Compressed bytes would grow beyond the limit.",
      "Do not trust the sender: such bytes are made on purpose or by a broken version."),
  TIMEOUT(
      1008,
      Retry.BACKOFF,
      "The other side did not finish in time.",
      "Nothing to do: the link is opened again. If it comes back, check the network."),

  BAD_PROOF(
      1101,
      Retry.OPERATOR,
      "The other side could not prove that it owns its device key.",
      "Check the address; if it is right, pair the two devices again."),
  UNKNOWN_DEVICE(
      1102,
      Retry.OPERATOR,
      "The device is not known here.",
      "Pair the device, or add its id to the list of the relay."),
  CLOCK_OUT_OF_WINDOW(
      1103,
      Retry.OPERATOR,
      "The clocks of the two devices differ too much.",
      "Set date, time and time zone of both devices."),

  NO_READ(
      1201,
      Retry.OPERATOR,
      "The space is unknown there, or this device may not read it.",
      "Ask a member of the space for an invite, or for the right to read."),
  NO_WRITE(
      1202,
      Retry.OPERATOR,
      "This device may not write in the space.",
      "Ask a member of the space for the right to write; unsent edits are kept."),
  BAD_INVITE(
      1203,
      Retry.NEVER,
      "The invite cannot be read.",
      "Copy the whole invite again, or ask for a new one."),

  DUPLICATE(
      1301, Retry.NEVER, "The change is already there.", "Nothing to do: the change has arrived."),
  GAP(
      1302,
      Retry.NOW,
      "Changes of a line are missing before the ones that came.",
      "Nothing to do: the missing changes are sent again."),
  DEPS_MISSING(
      1303,
      Retry.AFTER,
      "The change waits for others that it builds on.",
      "Nothing to do: it shows when the others have arrived."),
  REPLICA_FORKED(
      1304,
      Retry.OPERATOR,
      "Two different changes carry the same number of one line.",
      "Look for a copied or restored store of the device; its edits are kept under a new name."),
  BAD_SIGNATURE(
      1305,
      Retry.NEVER,
      "A signature does not fit the changes it vouches for.",
      "Do not trust the sender; fetch the changes from another peer or relay."),
  BAD_COUNTER(
      1306,
      Retry.NEVER,
      "A change carries a number that it cannot have.",
      "Update Rejoin on the device that made the change."),
  BAD_REF(
      1307,
      Retry.NEVER,
      "A change names something that does not exist.",
      "Update Rejoin on the device that made the change."),
  QUARANTINED(
      1308,
      Retry.OPERATOR,
      "The change was refused for good and is kept apart.",
      "Run 'rejoin status': it tells which change and why."),

  CHANGE_TOO_LARGE(
      1401,
      Retry.NEVER,
      "A change is larger than the limit.",
      "Make the edit in smaller steps, and store large content as several values."),
  REPLICA_LIMIT(
      1402,
      Retry.OPERATOR,
      "The space has as many replicas as the limit allows.",
      "Find out which device makes new stores again and again; raise the limit if all are meant."),
  QUEUE_FULL(
      1403,
      Retry.BACKOFF,
      "The queue is full.",
      "Nothing to do: it goes on when there is room. Connect the device if it was offline for long."),
  TOO_MANY_SPACES(
      1404,
      Retry.OPERATOR,
      "More spaces are open than the limit allows.",
      "Leave spaces that are not needed, or raise the limit of the relay."),
  VALUE_TOO_LARGE(
      1405,
      Retry.NEVER,
      "A value is larger than the limit.",
      "Split the value, or store text in a text container."),
  KEY_INVALID(
      1406,
      Retry.NEVER,
      "A key or name is empty or too long.",
      "Use a key of 1 to 1024 bytes in UTF-8."),
  TRANSACTION_TOO_LARGE(
      1407,
      Retry.NEVER,
      "A transaction is larger than the limit.",
      "Make several transactions of it."),
  NESTING_TOO_DEEP(
      1408,
      Retry.NEVER,
      "Containers or nodes are nested deeper than the limit.",
      "Use fewer levels, for example keys with a separator instead of maps in maps."),
  PRESENCE_TOO_LARGE(
      1409,
      Retry.NEVER,
      "What is shown to others for the moment is larger than the limit.",
      "Show less: a name, a colour and a cursor; what shall last belongs into the document."),

  UNKNOWN_TYPE_PRESERVED(
      1501,
      Retry.NEVER,
      "The document holds something that a newer version made; it is kept but not shown.",
      "Update Rejoin on this device to see it."),
  NEEDS_READER(
      1502,
      Retry.OPERATOR,
      "The document needs a newer version of the software to be understood.",
      "Update the software on this device; raw values can be read, and everything is kept."),
  NEEDS_WRITER(
      1503,
      Retry.OPERATOR,
      "The document needs a newer version of the software to be edited; it can be read only here.",
      "Update the software on this device; what others edit arrives all the same."),
  SCHEMA_MISMATCH(
      1504,
      Retry.NEVER,
      "A value or container does not fit the schema of the document.",
      "Write what the schema declares, or declare it in a new version of the schema."),
  FIELD_MISSING(
      1505,
      Retry.NEVER,
      "A field that the record needs is not there.",
      "Make the component an Optional, or give the field a default with a lens."),
  BAD_SCHEMA(
      1506,
      Retry.NEVER,
      "A schema contradicts itself.",
      "Read what the message says and correct the schema; no document was opened with it."),

  ROLLBACK_DETECTED(
      1601,
      Retry.OPERATOR,
      "The store is older than what others have seen of it.",
      "It looks like a restored copy; work goes on under a new replica id, nothing is lost."),
  EPOCH_CHANGED(
      1602,
      Retry.NOW,
      "The store of the other side was replaced, so the place in its order is gone.",
      "Nothing to do: both sides compare what they have and go on."),
  STORE_READ_ONLY(
      1603,
      Retry.OPERATOR,
      "The store takes no more writes.",
      "Free disk space or repair the disk, then open the replica again."),

  DRAINING(
      1901,
      Retry.AFTER,
      "The relay is about to stop.",
      "Nothing to do: the device connects again, or to another relay."),
  OVERLOADED(
      1902,
      Retry.AFTER,
      "The relay has too much to do.",
      "Nothing to do: the device tries again later. Give the relay more room if it stays so."),

  NO_REPLICA(
      2001,
      Retry.OPERATOR,
      "There is no replica in the directory.",
      "Check the path, or make a replica there with 'rejoin init'."),
  STORE_DAMAGED(
      2002,
      Retry.OPERATOR,
      "The store is damaged.",
      "Keep a copy of the directory; make a new replica and fetch from the others what they have."),
  REPLICA_LOCKED(
      2003,
      Retry.OPERATOR,
      "Another process has the replica open.",
      "Stop the other process, or wait until it has finished."),
  DAMAGED_CHANGE(
      2004,
      Retry.OPERATOR,
      "A stored change does not fit its checksum.",
      "Check the disk; a new replica that joins the space fetches the change from the others."),
  DISK_FULL(
      2005, Retry.OPERATOR, "The disk is full.", "Free disk space; what was saved before is safe."),
  KEY_FILE_EXPOSED(
      2006,
      Retry.OPERATOR,
      "Other users of this computer can read the device key.",
      "Let only the owner read the key file, with 'chmod 600'."),
  UNKNOWN_SPACE(
      2007,
      Retry.NEVER,
      "The replica has no space of that name.",
      "List the spaces with 'rejoin space list', or join one with an invite."),
  UNKNOWN_DOCUMENT(
      2008,
      Retry.NEVER,
      "The space has no document of that name.",
      "List the documents with 'rejoin docs', and check capital letters."),
  NEWER_FORMAT(
      2009,
      Retry.OPERATOR,
      "The data was written by a newer version of Rejoin.",
      "Update Rejoin on this device; the data is untouched."),
  OLDER_FORMAT(
      2010,
      Retry.OPERATOR,
      "The data was written by a trial version of Rejoin, whose format is not read any more.",
      "Use the version that wrote it, or join its spaces anew from a new directory; the data is"
          + " untouched."),

  POSITION_OUT_OF_RANGE(
      2101,
      Retry.NEVER,
      "A position lies outside of the text.",
      "Use a position from 0 to the length of the text, in UTF-16 units."),
  SPLIT_SURROGATE_PAIR(
      2102,
      Retry.NEVER,
      "A position lies inside a character.",
      "Move the position by one, to before or after the character."),
  LONE_SURROGATE(
      2103,
      Retry.NEVER,
      "A text holds half of a character.",
      "Insert both halves of the surrogate pair together."),
  COUNTER_OVERFLOW(
      2104, Retry.NEVER, "A counter would leave the range of 64 bits.", "Use a smaller amount."),
  NOT_A_VALUE(
      2105,
      Retry.NEVER,
      "Something cannot be stored as a value there.",
      "Use text, a number, true or false, or bytes; nest with the methods of a map or list."),
  BAD_ARGUMENT(
      2106,
      Retry.NEVER,
      "An argument is not what the command or method takes.",
      "Run the command with --help, or read the documentation of the method."),
  FILE_NOT_FOUND(
      2107, Retry.NEVER, "A file does not exist.", "Check the path and the right to read it."),
  BAD_TRACE(
      2108,
      Retry.NEVER,
      "An editing trace cannot be read.",
      "Use a trace in one of the formats that the documentation lists."),
  TEXT_DIFFERS(
      2109,
      Retry.NEVER,
      "The text is not what the trace says it must be.",
      "Report it together with the trace: replaying must give the same text everywhere."),
  INDEX_OUT_OF_RANGE(
      2110,
      Retry.NEVER,
      "An index lies outside of the list.",
      "Use an index from 0 to below the size of the list; to insert, the size itself as well."),
  LIST_TOO_LARGE(
      2111,
      Retry.NEVER,
      "A list has as many elements as the limit allows.",
      "Delete elements, or spread them over several lists."),
  OTHER_KIND(
      2112,
      Retry.NEVER,
      "An element of a list holds something else.",
      "Look at its value first; insertText, insertMap and the like make elements that hold more."),
  NODE_UNKNOWN(
      2120,
      Retry.NEVER,
      "The tree has no such node.",
      "Take ids of nodes from the tree itself, of the same document."),
  NODE_DELETED(
      2121,
      Retry.NEVER,
      "A node of a tree is in the trash, or is not although it should be.",
      "Restore the deleted node first, or name another place."),
  NODE_BELOW_ITSELF(
      2122,
      Retry.NEVER,
      "A node of a tree cannot lie below itself.",
      "Move it elsewhere, or move the other node out of it first."),
  CANDIDATE_GONE(
      2130,
      Retry.NEVER,
      "A candidate of a conflict is not there, or was replaced meanwhile.",
      "List the conflicts again; what is shown now may be all there is to choose from."),
  UNKNOWN_CONFLICT(
      2131,
      Retry.NEVER,
      "There is no conflict of that name.",
      "List the conflicts with 'rejoin conflicts'; somebody may have settled it meanwhile."),
  BAD_RULES(
      2132,
      Retry.NEVER,
      "The rules cannot be used as they stand.",
      "Correct what the message names and try 'rejoin rules check' on the file."),
  VERSION_UNKNOWN(
      2141,
      Retry.NEVER,
      "The document has no such version or change.",
      "Take ids and tokens from 'rejoin history', names from 'rejoin history --names'."),
  VERSION_NOT_HERE(
      2142,
      Retry.AFTER,
      "A version holds changes that have not arrived on this device.",
      "Sync with a device or relay that has them, then ask again."),
  VERSION_AMBIGUOUS(
      2143, Retry.NEVER, "The start of an id fits several changes.", "Give more digits of the id."),
  VERSION_NAME_TAKEN(
      2144,
      Retry.NEVER,
      "Another version of the document has that name.",
      "Choose another name, or take the name back first."),
  NOT_UTF8(
      2150,
      Retry.NEVER,
      "A file is not text in UTF-8.",
      "Convert it first, for example with iconv; nothing was imported."),
  BAD_FILE(
      2151,
      Retry.NEVER,
      "A file does not follow the format that it is read as.",
      "Correct the file at the place that the message names; nothing was imported."),
  FILE_TOO_LARGE(
      2152,
      Retry.NEVER,
      "A file is larger than the limit.",
      "Import it in parts, as several documents; nothing was imported."),
  CYCLIC(
      2153,
      Retry.NEVER,
      "Things in a file refer to each other in a circle.",
      "Correct one of the references that the message names; nothing was imported."),
  ANNOTATION_UNKNOWN(
      2160,
      Retry.NEVER,
      "The text has no such annotation, or it was removed.",
      "Take ids from the list of annotations of the same text; undo a removal to have it back."),
  ANNOTATION_LIVE(
      2161,
      Retry.NEVER,
      "An annotation still has the text it was made on.",
      "Attach only one elsewhere that is edited or orphaned; or remove it and add another."),
  NO_SUGGESTION(
      2162,
      Retry.NEVER,
      "There is no place to suggest for an annotation.",
      "Say from where to where it should go; only one that lost its text gets a suggestion."),

  UNREACHABLE(
      4101,
      Retry.BACKOFF,
      "The other side cannot be reached.",
      "Check that it runs and that no firewall is in between; it is tried again."),
  NAME_NOT_FOUND(
      4102,
      Retry.BACKOFF,
      "The name of the other side has no address.",
      "Check the name and the network connection; it is tried again."),
  PORT_IN_USE(
      4103,
      Retry.OPERATOR,
      "Another program uses the port.",
      "Stop the other program, or choose another port."),
  BAD_ADDRESS(
      4104,
      Retry.NEVER,
      "An address cannot be read.",
      "Write it as host:port, for example relay.example.org:7447."),
  TIMED_OUT(
      4105,
      Retry.BACKOFF,
      "What was waited for did not happen in time.",
      "Check with 'rejoin status' whether the other side is connected, or wait longer.");

  private final int number;
  private final Retry retry;
  private final String sentence;
  private final String remedy;

  ErrorCode(int number, Retry retry, String sentence, String remedy) {
    this.number = number;
    this.retry = retry;
    this.sentence = sentence;
    this.remedy = remedy;
  }

  /** The number in frames; never reused. */
  public int number() {
    return number;
  }

  /** The number as people see it, such as RJ-1301. */
  public String code() {
    return "RJ-" + number;
  }

  /** When to try again. */
  public Retry retry() {
    return retry;
  }

  /** What happened, as one sentence. */
  public String sentence() {
    return sentence;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }

  /** The code with this number; {@link #UNKNOWN} for one that a newer version made. */
  public static ErrorCode ofNumber(int number) {
    for (ErrorCode code : values()) {
      if (code.number == number) {
        return code;
      }
    }
    return UNKNOWN;
  }

  /** The code of an edit that the data types refused. */
  public static ErrorCode of(RefusedEditException.Reason reason) {
    return valueOf(reason.name());
  }
}
