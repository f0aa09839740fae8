package dev.rejoin.guide;

import dev.rejoin.crdt.OpId;
import dev.rejoin.replica.Document;
import java.util.Map;
import java.util.TreeMap;

/** Movable trees. */
final class TreesGuide {
  private TreesGuide() {}

  public static void main(String[] args) {
    // [snippet
    try (TwoDevices devices = new TwoDevices()) {
      Document ana = devices.ana();
      Document ben = devices.ben();
      Map<String, OpId> folder = new TreeMap<>();
      ana.edit(
          tx -> {
            for (String name : new String[] {"drafts", "letters", "old"}) {
              OpId node = tx.tree("folders").create(null);
              tx.tree("folders").data(node).put("name", name);
              folder.put(name, node);
            }
          });
      devices.meet();

      OpId drafts = folder.get("drafts");
      OpId letters = folder.get("letters");
      ana.edit(tx -> tx.tree("folders").move(drafts, letters, 0)); // drafts into letters here,
      ben.edit(tx -> tx.tree("folders").move(letters, drafts, 0)); // letters into drafts there,
      ben.edit(tx -> tx.tree("folders").delete(folder.get("old"))); // and old into the trash
      devices.meet();

      boolean same = ana.tree("folders").roots().equals(ben.tree("folders").roots());
      System.out.println("the same on both: " + same);
      System.out.println("one is in the other: " + (ana.tree("folders").roots().size() == 1));
      ana.edit(tx -> tx.tree("folders").restore(folder.get("old")));
      System.out.println("back from the trash: " + ana.tree("folders").contains(folder.get("old")));
    }
    // snippet]
  }
}
