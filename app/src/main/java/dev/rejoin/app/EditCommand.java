package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.Op;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Receipt;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.Tier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin edit}: one transaction, or with {@code --follow} one for each line typed. */
@Command(
    name = "edit",
    description = "Edit a document, which is made if it is not there.",
    footer = {
      "All options of one command are one transaction, in the order given: all of it",
      "takes effect, or nothing."
    })
final class EditCommand extends Verb {
  private static final int SAVE_SECONDS = 30;

  @Parameters(paramLabel = "DOC", description = "document, or space/document")
  private String document = "";

  @Option(
      names = "--key",
      paramLabel = "PATH",
      defaultValue = "body",
      description = "The text that --stdin, --insert, … mean; ${DEFAULT-VALUE} if not given.")
  private String key = "body";

  @Option(names = "--stdin", description = "Make the text what standard input says.")
  private boolean stdin;

  @Option(
      names = "--insert",
      arity = "2",
      paramLabel = "POS TEXT",
      hideParamSyntax = true,
      parameterConsumer = EditSteps.Consumer.class,
      description = "Insert TEXT at a position, counted in UTF-16 units from 0.")
  private List<String> insert = new ArrayList<>();

  @Option(
      names = "--append",
      paramLabel = "TEXT",
      parameterConsumer = EditSteps.Consumer.class,
      description = "Insert TEXT at the end.")
  private List<String> append = new ArrayList<>();

  @Option(
      names = "--delete",
      arity = "2",
      paramLabel = "FROM TO",
      hideParamSyntax = true,
      parameterConsumer = EditSteps.Consumer.class,
      description = "Delete from one position up to another.")
  private List<String> delete = new ArrayList<>();

  @Option(
      names = "--replace",
      arity = "2",
      paramLabel = "OLD NEW",
      hideParamSyntax = true,
      parameterConsumer = EditSteps.Consumer.class,
      description = "Replace the first OLD in the text by NEW.")
  private List<String> replace = new ArrayList<>();

  @Option(
      names = "--put",
      paramLabel = "PATH=V",
      parameterConsumer = EditSteps.Consumer.class,
      description =
          "Set a field of a map, as in meta.room=4, or an element of a list, as in tasks[2]=tea;"
              + " a name alone is a register.")
  private List<String> put = new ArrayList<>();

  @Option(
      names = "--unset",
      paramLabel = "PATH",
      parameterConsumer = EditSteps.Consumer.class,
      description = "Remove a field, element or node, or empty a register.")
  private List<String> unset = new ArrayList<>();

  @Option(
      names = "--add",
      paramLabel = "SET=V",
      parameterConsumer = EditSteps.Consumer.class,
      description = "Add an element to a set.")
  private List<String> add = new ArrayList<>();

  @Option(
      names = "--discard",
      paramLabel = "SET=V",
      parameterConsumer = EditSteps.Consumer.class,
      description = "Discard an element of a set.")
  private List<String> discard = new ArrayList<>();

  @Option(
      names = "--incr",
      paramLabel = "C=N",
      parameterConsumer = EditSteps.Consumer.class,
      description = "Add N, which may be negative, to a counter.")
  private List<String> incr = new ArrayList<>();

  @Option(
      names = "--push",
      paramLabel = "LIST=V",
      parameterConsumer = EditSteps.Consumer.class,
      description =
          "Add an element at the end of a list; LIST[2]=V puts it in front of element 2."
              + " V may be a map or list in JSON.")
  private List<String> push = new ArrayList<>();

  @Option(
      names = "--create",
      paramLabel = "TREE=NAME",
      parameterConsumer = EditSteps.Consumer.class,
      description = "Create a node in a tree; TREE[NODE]=NAME creates it below a node.")
  private List<String> create = new ArrayList<>();

  @Option(
      names = "--move",
      paramLabel = "PATH=TO",
      parameterConsumer = EditSteps.Consumer.class,
      description =
          "Move an element, as in tasks[3]=0, or a node, as in plan[House/Kitchen]=Garden;"
              + " Garden[0] is its first child, / the top.")
  private List<String> move = new ArrayList<>();

  @Option(
      names = "--restore",
      paramLabel = "TREE[NODE]",
      parameterConsumer = EditSteps.Consumer.class,
      description = "Bring a deleted node back to where it was.")
  private List<String> restore = new ArrayList<>();

  @Option(
      names = "--mark",
      paramLabel = "KEY[=V]",
      hideParamSyntax = true,
      parameterConsumer = EditSteps.Consumer.class,
      description =
          "Give the text that --on quotes a format, such as bold or link=https://example.org.")
  private List<String> mark = new ArrayList<>();

  @Option(
      names = "--unmark",
      paramLabel = "KEY",
      parameterConsumer = EditSteps.Consumer.class,
      description = "Take a format away from the text that --on quotes.")
  private List<String> unmark = new ArrayList<>();

  @Option(
      names = "--on",
      paramLabel = "QUOTE",
      parameterConsumer = EditSteps.Consumer.class,
      description = "What --mark or --unmark in front of it is about.")
  private List<String> on = new ArrayList<>();

  @Option(
      names = "--nth",
      paramLabel = "N",
      parameterConsumer = EditSteps.Consumer.class,
      description = "Which QUOTE, where there are several; 1 if not given.")
  private List<String> nth = new ArrayList<>();

  @Option(
      names = {"-m", "--message"},
      paramLabel = "MSG",
      description = "What history says about the edit.")
  private String message = "";

  @Option(
      names = "--follow",
      description = "Stay connected: append each line typed, show what others write.")
  private boolean follow;

  final EditSteps steps = new EditSteps();

  EditCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  boolean canBeServed() {
    return !follow;
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    FieldPath path = FieldPath.parse(key);
    requireSomethingToDo();
    try (OpenReplica open = invocation.open()) {
      Place place = Place.of(invocation, open.replica(), document);
      if (follow) {
        return new EditFollow(invocation, open.replica(), place, path, message).run();
      }
      if (stdin) {
        steps.addWholeText(read(invocation));
      }
      return edit(invocation, open.replica(), place, path);
    }
  }

  private void requireSomethingToDo() {
    if (follow && (stdin || !steps.isEmpty())) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "--follow reads its edits from standard input, one for each line");
    }
    if (!follow && !stdin && steps.isEmpty()) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "there is nothing to do",
          "Say what to edit, for example --append TEXT or --put meta.room=4.",
          null);
    }
  }

  private ExitCode edit(Invocation invocation, Replica replica, Place place, FieldPath path)
      throws InterruptedException {
    List<Op> ops = new ArrayList<>();
    Receipt receipt =
        place
            .document()
            .editAs(
                invocation.author(),
                message,
                tx -> {
                  steps.apply(tx, path);
                  ops.addAll(tx.ops());
                });
    awaitSaved(receipt);
    Summary summary = Summary.of(ops);
    long pending = replica.status().pending();
    ObjectNode answer =
        Json.answer()
            .put("space", place.space().name())
            .put("document", place.name())
            .put("changed", !receipt.isEmpty())
            .put("from", receipt.from())
            .put("to", receipt.to());
    answer.set("summary", summary.json());
    answer.put("tier", receipt.isEmpty() ? null : receipt.tier().name());
    answer.put("pending", pending);
    String done =
        receipt.isEmpty()
            ? "nothing to change"
            : summary.text() + "   saved; " + Formats.count(pending, "change") + " to send";
    invocation.report(answer, place.name() + "  " + done);
    return ExitCode.DONE;
  }

  static void awaitSaved(Receipt receipt) throws InterruptedException {
    if (receipt.isEmpty()) {
      return;
    }
    try {
      receipt.reached(Tier.SAVED).get(SAVE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new RejoinException(
          ErrorCode.TIMED_OUT,
          "the edit is written, but not on disk after " + SAVE_SECONDS + " seconds",
          "Check the disk; 'rejoin status' tells what is saved.",
          e);
    }
  }

  /** All of standard input; bytes that are not UTF-8 are refused rather than replaced. */
  private static String read(Invocation invocation) {
    try {
      byte[] bytes = invocation.terminal().in().readAllBytes();
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "standard input is not text in UTF-8",
          "Convert it first, for example with iconv.",
          e);
    } catch (IOException e) {
      throw new RejoinException(
          ErrorCode.FILE_NOT_FOUND, "cannot read standard input: " + e.getMessage(), e);
    }
  }
}
