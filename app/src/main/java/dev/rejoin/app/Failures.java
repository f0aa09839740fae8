package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong: a stable code, what happened, and what helps. No stack trace unasked. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final Invocation invocation;

  Failures(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
    if (e instanceof ParameterException wrong) {
      return handleParseException(wrong, new String[0]);
    }
    if (e instanceof InterruptedException || Thread.interrupted()) {
      // Whatever else failed then, such as a file that was being read, failed because of it.
      return ExitCode.INTERRUPTED.number();
    }
    RejoinException failure = explain(e);
    print(failure.code(), withoutCode(failure), failure.hint());
    if (invocation.options().verbose) {
      e.printStackTrace(invocation.terminal().err());
    }
    return ExitCode.of(failure.code()).number();
  }

  /** Anything that has no code of its own gets one. */
  private static RejoinException explain(Exception e) {
    if (e instanceof RejoinException known) {
      return known;
    }
    if (e instanceof IllegalArgumentException) {
      return new RejoinException(ErrorCode.BAD_ARGUMENT, String.valueOf(e.getMessage()), e);
    }
    return new RejoinException(
        ErrorCode.UNKNOWN,
        "something unexpected happened: " + e,
        "Run the same with -v and report what it prints; what was saved before is safe.",
        e);
  }

  private static String withoutCode(RejoinException e) {
    String message = String.valueOf(e.getMessage());
    String prefix = e.code().code() + " ";
    return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    // Options that come after the wrong one have not been read.
    invocation.options().json |= List.of(arguments).contains("--json");
    String hint = "Run '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.";
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> near = unmatched.getSuggestions();
      hint = near.isEmpty() ? hint : "Did you mean " + String.join(" or ", near) + "? " + hint;
    }
    // The parser begins some messages with a word of its own.
    String message = String.valueOf(e.getMessage()).replaceFirst("^Error: ", "");
    print(ErrorCode.BAD_ARGUMENT, message, hint);
    return ExitCode.USAGE.number();
  }

  private void print(ErrorCode code, String message, String hint) {
    if (invocation.json()) {
      ObjectNode answer = Json.answer();
      answer
          .putObject("error")
          .put("code", code.code())
          .put("name", code.name())
          .put("message", message)
          .put("hint", hint);
      invocation.print(answer);
    } else {
      PrintWriter err = invocation.terminal().err();
      (code.code() + " " + message).lines().map(Formats::visible).forEach(err::println);
      ("→ " + hint).lines().map(Formats::visible).forEach(err::println);
    }
  }
}
