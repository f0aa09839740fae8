package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.HistoryEntry;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.Space;
import dev.rejoin.replica.Status;
import dev.rejoin.replica.Tier;
import dev.rejoin.replica.rules.Message;
import dev.rejoin.replica.rules.Sentences;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code rejoin why}: why a value is shown, or where a change has got and why not further. */
@Command(
    name = "why",
    description = "Tell why a value is shown, or where a change has got and why not further.")
final class WhyCommand extends Verb {
  @Parameters(
      paramLabel = "DOC:PATH|CHANGE",
      description = "A value, as in minutes:meta.title, or the id of a change from history.")
  private String target = "";

  @Mixin private Speech speech = new Speech();

  WhyCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) {
    Sentences sentences = speech.sentences();
    try (OpenReplica open = invocation.open()) {
      Replica replica = open.replica();
      int colon = target.lastIndexOf(':');
      List<Message> told =
          colon < 0
              ? change(invocation, replica, target)
              : Place.existing(invocation, replica, target.substring(0, colon))
                  .document()
                  .conflicts()
                  .why(target.substring(colon + 1));
      if (invocation.json()) {
        ObjectNode answer = Json.answer().put("target", target);
        Speech.put(answer, sentences, told);
        invocation.print(answer);
      } else {
        invocation.print(sentences.say(told));
      }
    }
    return ExitCode.DONE;
  }

  private static List<Message> change(Invocation invocation, Replica replica, String id) {
    Space space = Place.space(invocation, replica);
    HistoryEntry found = null;
    for (String name : space.documents()) {
      for (HistoryEntry entry : space.document(name).history().entries()) {
        if (entry.id().startsWith(id) && id.length() >= 4) {
          found = found == null ? entry : several(id);
        }
      }
    }
    if (found == null) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "'" + id + "' is neither a value, such as minutes:meta.title, nor the id of a change",
          "List changes with 'rejoin history DOC'; at least four digits of an id are needed.",
          null);
    }
    return tell(replica, found);
  }

  private static @Nullable HistoryEntry several(String id) {
    throw new RejoinException(
        ErrorCode.BAD_ARGUMENT, "several changes begin with '" + id + "'; give more of the id");
  }

  private static List<Message> tell(Replica replica, HistoryEntry entry) {
    List<Message> told = new ArrayList<>();
    String device =
        entry.own() && !replica.name().isEmpty() ? replica.name() : entry.device().shortForm();
    String author = entry.change().author().isEmpty() ? device : entry.change().author();
    Instant made = Instant.ofEpochMilli(entry.change().timeMillis());
    told.add(new Message.ChangeOf(entry.id(), author, device, entry.change().document(), made));
    if (!entry.own()) {
      told.add(new Message.CameHere(entry.arrived()));
      return told;
    }
    told.add(
        switch (entry.tier()) {
          case WRITTEN, SAVED -> new Message.OnlyHere();
          case SENT -> new Message.Sent();
          case RELAYED -> new Message.OnRelay();
          case DELIVERED -> new Message.OnDevice();
        });
    if (entry.tier().compareTo(Tier.RELAYED) < 0) {
      addObstacles(replica, told);
    }
    return told;
  }

  private static void addObstacles(Replica replica, List<Message> told) {
    Status status = replica.status();
    for (Status.Connection connection : status.connections()) {
      if (connection.status().code() != null) {
        told.add(new Message.LinkProblem(connection.address(), connection.status().detail()));
      }
    }
    status
        .spaces()
        .forEach(
            space ->
                space
                    .problems()
                    .forEach(problem -> told.add(new Message.LinkProblem(space.name(), problem))));
    if (status.connections().isEmpty() && status.incoming().isEmpty()) {
      told.add(new Message.NoLink());
    }
  }
}
