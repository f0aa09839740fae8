package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.Space;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A document in a space, as arguments name it: {@code minutes} or {@code team/minutes}. */
record Place(Space space, String name) {
  /** The space that is asked for, or the only one. */
  static Space space(Invocation invocation, Replica replica) {
    String wanted = wanted(invocation);
    return wanted != null ? space(replica, wanted) : only(replica);
  }

  /** The document that an argument names; whether it holds anything is not asked. */
  static Place of(Invocation invocation, Replica replica, String argument) {
    int slash = argument.indexOf('/');
    if (wanted(invocation) == null && slash > 0) {
      String prefix = argument.substring(0, slash);
      for (Space space : replica.spaces()) {
        if (space.name().equals(prefix)) {
          return checked(space, argument.substring(slash + 1));
        }
      }
    }
    return checked(space(invocation, replica), argument);
  }

  /** The document that an argument names, which must hold something. */
  static Place existing(Invocation invocation, Replica replica, String argument) {
    Place place = of(invocation, replica, argument);
    if (!place.exists()) {
      throw new RejoinException(
          ErrorCode.UNKNOWN_DOCUMENT,
          "there is no document '%s' in space '%s'".formatted(place.name, place.space.name()));
    }
    return place;
  }

  boolean exists() {
    return space.documents().contains(name);
  }

  /** An answer that begins with where it is about. */
  ObjectNode json() {
    return Json.answer().put("space", space.name()).put("document", name);
  }

  Document document() {
    return space.document(name);
  }

  private static Place checked(Space space, String name) {
    if (name.isBlank()) {
      throw new RejoinException(ErrorCode.BAD_ARGUMENT, "a document needs a name");
    }
    return new Place(space, name);
  }

  private static @Nullable String wanted(Invocation invocation) {
    String option = invocation.options().space;
    return option != null ? option : Defaults.space(invocation.terminal());
  }

  /** The space of this name, which must be there. */
  static Space space(Replica replica, String name) {
    for (Space space : replica.spaces()) {
      if (space.name().equals(name)) {
        return space;
      }
    }
    throw new RejoinException(
        ErrorCode.UNKNOWN_SPACE,
        "there is no space called '" + name + "'",
        "List the spaces with 'rejoin space list', or join one with 'rejoin space join'.",
        null);
  }

  private static Space only(Replica replica) {
    List<Space> spaces = replica.spaces();
    if (spaces.size() == 1) {
      return spaces.get(0);
    }
    if (spaces.isEmpty()) {
      throw new RejoinException(
          ErrorCode.UNKNOWN_SPACE,
          "there is no space yet",
          "Make one with 'rejoin space create NAME', or join one with 'rejoin space join LINK'.",
          null);
    }
    throw new RejoinException(
        ErrorCode.BAD_ARGUMENT,
        "there are several spaces: " + String.join(", ", spaces.stream().map(Space::name).toList()),
        "Say which one with -S NAME, $REJOIN_SPACE, or as space/document.",
        null);
  }
}
