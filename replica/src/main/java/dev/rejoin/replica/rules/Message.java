package dev.rejoin.replica.rules;

import dev.rejoin.crdt.Value;
import java.time.Duration;
import java.time.Instant;

/**
 * One sentence for people as data: what it is about and its parameters, without a language.
 *
 * <p>The key of a message is the name of its type, and each component is a parameter of its
 * template (see {@link Sentences}), so no parameter can be missing. Immutable.
 */
public sealed interface Message {
  /** Names the template. */
  default String key() {
    return getClass().getSimpleName();
  }

  record Apart(String document, String place, int count) implements Message {}

  record Wrote(int number, String who, Value value, String device, Instant when)
      implements Message {}

  record WroteApart(
      int number, String who, Value value, String device, Instant when, Duration apart)
      implements Message {}

  record WroteAlone(int number, String who, Value value, String device, Instant when)
      implements Message {}

  record MoreKept(int count) implements Message {}

  record ByDefault(String who, Value value) implements Message {}

  record ByTie(String who, Value value) implements Message {}

  record ByLastWriter(String who, Value value, String rule, int version) implements Message {}

  record ByHighest(String who, Value value, String rule, int version) implements Message {}

  record ByLowest(String who, Value value, String rule, int version) implements Message {}

  record ByNewest(String who, Value value, String rule, int version, String field, String measured)
      implements Message {}

  record ByOrder(String who, Value value, String rule, int version, String first)
      implements Message {}

  record ByFunction(String who, Value value, String rule, int version, String function)
      implements Message {}

  record ForPeople(String who, Value value, String rule, int version) implements Message {}

  record NoField(String who, Value value, String rule, int version, String field)
      implements Message {}

  record NotTold(String who, Value value, String rule, int version) implements Message {}

  record NoFunction(String who, Value value, String rule, int version, String function)
      implements Message {}

  record NewerRule(String who, Value value, String rule, int version) implements Message {}

  record FunctionFailed(String who, Value value, String rule, int version, String problem)
      implements Message {}

  record Choose(String conflict) implements Message {}

  record NothingToDo(String conflict) implements Message {}

  record Dismissed(String who, String document, String place, Instant when, int count)
      implements Message {}

  record Recalled(String who, String document, String place, Instant when) implements Message {}

  record WroteOver(String who, Value value, String document, String place, Instant when, int count)
      implements Message {}

  record RemovedAll(String who, String document, String place, Instant when, int count)
      implements Message {}

  record AddStays(String who, String other, String element, String document, String place)
      implements Message {}

  record MoveStays(String who, String other, String document, String place) implements Message {}

  record OnlyValue(
      String document, String place, Value value, String who, String device, Instant when)
      implements Message {}

  record NoValue(String document, String place) implements Message {}

  record ChangeOf(String change, String who, String device, String document, Instant when)
      implements Message {}

  record OnlyHere() implements Message {}

  record Sent() implements Message {}

  record OnRelay() implements Message {}

  record OnDevice() implements Message {}

  record CameHere(Instant arrived) implements Message {}

  record NoLink() implements Message {}

  record LinkProblem(String link, String problem) implements Message {}
}
