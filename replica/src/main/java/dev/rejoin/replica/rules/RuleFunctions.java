package dev.rejoin.replica.rules;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The functions that an application registered for rules of kind custom. Safe for any thread. */
public final class RuleFunctions {
  private final ConcurrentHashMap<String, RuleFunction> functions = new ConcurrentHashMap<>();

  /** Makes a function known under a name; another one of that name gives way. */
  public void register(String name, RuleFunction function) {
    functions.put(name, function);
  }

  @Nullable RuleFunction find(String name) {
    return functions.get(name);
  }
}
