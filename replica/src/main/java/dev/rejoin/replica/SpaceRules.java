package dev.rejoin.replica;

import dev.rejoin.replica.rules.Decider;
import dev.rejoin.replica.rules.Rule;
import dev.rejoin.replica.rules.RuleSet;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of a space: which of several candidates is shown where. Safe for any thread.
 *
 * <p>They are a record in the control space, replaced as a whole and synced like everything else. A
 * rule only picks what readers see, so replicas that have different rules still hold the same.
 */
public final class SpaceRules {
  private final Space space;

  SpaceRules(Space space) {
    this.space = space;
  }

  /** The rules that count now; {@link RuleSet#NONE} where nobody has set any. */
  public RuleSet current() {
    List<RulesRecord> all = space.control().rules();
    return all.isEmpty() ? RuleSet.NONE : all.get(all.size() - 1).rules();
  }

  /** All rules that were ever set, those that count now first; also those set apart from them. */
  public List<RulesRecord> history() {
    List<RulesRecord> all = new ArrayList<>(space.control().rules());
    java.util.Collections.reverse(all);
    return all;
  }

  /**
   * Replaces all rules. Returns when the record survives the end of this process; it is synced like
   * an edit.
   *
   * @throws dev.rejoin.proto.RejoinException BAD_RULES if there are too many, UNKNOWN_SPACE while
   *     nothing of a joined space has arrived; the rules are as they were
   */
  public RuleSet set(List<Rule> rules) {
    space.requireConfirmed();
    RuleSet next = new RuleSet(current().version() + 1, rules);
    space.control().append(space.store(), next.record(), System.currentTimeMillis());
    return next;
  }

  /**
   * What would be shown otherwise if these were the rules: one line for each open or settled
   * conflict of the space whose shown value would change. O(documents + conflicts), and opens every
   * document.
   */
  public List<Preview> preview(List<Rule> rules) {
    RuleSet next = new RuleSet(current().version() + 1, rules);
    next.record(); // says what is wrong with them
    Decider would = new Decider(next, space.ruleFunctions());
    List<Preview> changed = new ArrayList<>();
    for (Conflict conflict : space.conflicts()) {
      Conflict other = conflict.under(would);
      if (other.decision().index() != conflict.decision().index()) {
        changed.add(new Preview(conflict, other));
      }
    }
    return changed;
  }

  /** A conflict now, and as it would be under other rules. */
  public record Preview(Conflict now, Conflict then) {}
}
