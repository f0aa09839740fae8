package dev.rejoin.lab;

import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Version;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Versions are a lattice: join is its least upper bound, covers its order. */
class VersionProps {
  @Provide
  Arbitrary<Version> versions() {
    return Arbitraries.maps(replicas(), Arbitraries.longs().between(0, 4))
        .ofMaxSize(5)
        .map(entries -> Version.of(new TreeMap<>(entries)));
  }

  @Provide
  Arbitrary<ReplicaId> replicas() {
    return Arbitraries.longs().between(-2, 2).map(low -> new ReplicaId(0, low));
  }

  @Property
  boolean joinIsCommutative(@ForAll("versions") Version a, @ForAll("versions") Version b) {
    return a.join(b).equals(b.join(a));
  }

  @Property
  boolean joinIsAssociative(
      @ForAll("versions") Version a, @ForAll("versions") Version b, @ForAll("versions") Version c) {
    return a.join(b).join(c).equals(a.join(b.join(c)));
  }

  @Property
  boolean joinIsIdempotentAndEmptyIsNeutral(@ForAll("versions") Version a) {
    return a.join(a).equals(a) && a.join(Version.empty()).equals(a);
  }

  @Property
  boolean coversIsTheOrderOfJoin(@ForAll("versions") Version a, @ForAll("versions") Version b) {
    return a.covers(b) == a.join(b).equals(a);
  }

  @Property
  boolean joinIsTheLeastThatCoversBoth(
      @ForAll("versions") Version a, @ForAll("versions") Version b, @ForAll("versions") Version c) {
    Version join = a.join(b);
    boolean coversBoth = join.covers(a) && join.covers(b);
    boolean isLeast = !(c.covers(a) && c.covers(b)) || c.covers(join);
    return coversBoth && isLeast;
  }

  @Property
  boolean versionsThatCoverEachOtherAreEqual(
      @ForAll("versions") Version a, @ForAll("versions") Version b) {
    return (a.covers(b) && b.covers(a)) == a.equals(b)
        && (!a.equals(b) || a.hashCode() == b.hashCode());
  }

  @Property
  boolean withIsTheJoinWithOneAtom(
      @ForAll("versions") Version a, @ForAll("replicas") ReplicaId replica) {
    Version one = Version.of(Map.of(replica, 3L));
    return a.with(replica, 3).equals(a.join(one))
        && a.with(replica, 3).includes(new OpId(replica, 3));
  }
}
