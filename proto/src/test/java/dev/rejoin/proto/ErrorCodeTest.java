package dev.rejoin.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.RefusedEditException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The registry of errors is complete, unambiguous, and changed on purpose only. */
final class ErrorCodeTest {
  private static final Set<Integer> BANDS = Set.of(10, 11, 12, 13, 14, 15, 16, 19, 20, 21, 41);

  @Test
  void tableIsTheOneThatWasAgreed() {
    Golden.compare("errors.md", ErrorTable.markdown());
  }

  @Test
  void numbersAreUniqueAndLieInABand() {
    Set<Integer> numbers = new HashSet<>();
    int last = 0;
    for (ErrorCode code : ErrorCode.values()) {
      assertTrue(numbers.add(code.number()), code + " shares its number");
      assertTrue(BANDS.contains(code.number() / 100), code + " lies in no band");
      assertTrue(code.number() > last, code + " is out of order");
      last = code.number();
    }
  }

  @Test
  void numbersThatOthersRelyOn() {
    assertEquals("RJ-1301", ErrorCode.DUPLICATE.code());
    assertEquals("RJ-2003", ErrorCode.REPLICA_LOCKED.code());
    assertEquals("RJ-4102", ErrorCode.NAME_NOT_FOUND.code());
  }

  @Test
  void everyCodeSaysWhatHappenedAndWhatToDo() {
    for (ErrorCode code : ErrorCode.values()) {
      for (String text : List.of(code.sentence(), code.remedy())) {
        assertTrue(text.matches("[A-Z].{10,}\\."), code + ": '" + text + "'");
        assertTrue(!text.matches(".*[{}%|\\n].*"), code + " has a placeholder: '" + text + "'");
      }
    }
  }

  @Test
  void numbersLeadBackToTheirCodes() {
    for (ErrorCode code : ErrorCode.values()) {
      assertEquals(code, ErrorCode.ofNumber(code.number()));
    }
  }

  @Test
  void numbersOfNewerVersionsAreUnknown() {
    assertEquals(ErrorCode.UNKNOWN, ErrorCode.ofNumber(1999));
    assertEquals(ErrorCode.UNKNOWN, ErrorCode.ofNumber(-1));
  }

  @Test
  void everyRefusedEditHasACode() {
    for (RefusedEditException.Reason reason : RefusedEditException.Reason.values()) {
      assertEquals(reason.name(), ErrorCode.of(reason).name());
    }
  }

  @Test
  void exceptionLeadsWithTheCodeAndCarriesARemedy() {
    RejoinException locked =
        new RejoinException(ErrorCode.REPLICA_LOCKED, "replica is locked by pid 4711");
    assertEquals("RJ-2003 replica is locked by pid 4711", locked.getMessage());
    assertEquals(ErrorCode.REPLICA_LOCKED.remedy(), locked.hint());
    RejoinException hinted =
        new RejoinException(ErrorCode.REPLICA_LOCKED, "locked", "Stop pid 4711.", null);
    assertEquals("Stop pid 4711.", hinted.hint());
  }
}
