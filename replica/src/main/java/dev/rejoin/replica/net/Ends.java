package dev.rejoin.replica.net;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waiting for links to end. Stateless. */
final class Ends {
  private static final Logger LOG = LoggerFactory.getLogger("dev.rejoin.net");

  private Ends() {}

  /**
   * Waits until links that were asked to end touch their host no more and their sockets are closed;
   * a bounded time.
   */
  static void await(List<NettyLink> links) {
    if (links.stream().anyMatch(NettyLink::isCurrent)) {
      return; // a callback of one of these links: it cannot end before this returns
    }
    CompletableFuture<?>[] ends =
        links.stream()
            .map(link -> link.ended().thenCompose(nothing -> closed(link)))
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(NetLimits.DRAIN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("some links did not end within {} ms", NetLimits.DRAIN_MILLIS);
      links.forEach(link -> link.channel().close());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a link cannot fail", e);
    }
  }

  private static CompletableFuture<Void> closed(NettyLink link) {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    link.channel().closeFuture().addListener(future -> closed.complete(null));
    return closed;
  }
}
