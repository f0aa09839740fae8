package dev.rejoin.replica;

import dev.rejoin.crdt.RefusedEditException;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;

/** Gives refused edits their codes of the error registry. */
final class EditErrors {
  private EditErrors() {}

  static RejoinException translate(RefusedEditException e) {
    return new RejoinException(code(e.reason()), String.valueOf(e.getMessage()), e);
  }

  private static ErrorCode code(RefusedEditException.Reason reason) {
    return switch (reason) {
      case POSITION_OUT_OF_RANGE -> ErrorCode.POSITION_OUT_OF_RANGE;
      case SPLIT_SURROGATE_PAIR -> ErrorCode.SPLIT_SURROGATE_PAIR;
      case LONE_SURROGATE -> ErrorCode.LONE_SURROGATE;
      case KEY_INVALID -> ErrorCode.KEY_INVALID;
      case VALUE_TOO_LARGE -> ErrorCode.VALUE_TOO_LARGE;
      case NESTING_TOO_DEEP -> ErrorCode.NESTING_TOO_DEEP;
      case COUNTER_OVERFLOW -> ErrorCode.COUNTER_OVERFLOW;
      case TRANSACTION_TOO_LARGE -> ErrorCode.TRANSACTION_TOO_LARGE;
      case NOT_A_VALUE -> ErrorCode.NOT_A_VALUE;
      case INDEX_OUT_OF_RANGE -> ErrorCode.INDEX_OUT_OF_RANGE;
      case LIST_TOO_LARGE -> ErrorCode.LIST_TOO_LARGE;
      case OTHER_KIND -> ErrorCode.OTHER_KIND;
      case NODE_UNKNOWN -> ErrorCode.NODE_UNKNOWN;
      case NODE_DELETED -> ErrorCode.NODE_DELETED;
      case NODE_BELOW_ITSELF -> ErrorCode.NODE_BELOW_ITSELF;
      case ANNOTATION_UNKNOWN -> ErrorCode.ANNOTATION_UNKNOWN;
      case ANNOTATION_LIVE -> ErrorCode.ANNOTATION_LIVE;
      case NO_SUGGESTION -> ErrorCode.NO_SUGGESTION;
      case CANDIDATE_GONE -> ErrorCode.CANDIDATE_GONE;
    };
  }
}
