package dev.rejoin.replica;

import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.DocumentEvent;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to a document, for listeners and for subscribers.
 *
 * <p>Safe for any thread. Both hear of transactions and imports that end after they came, in order,
 * after commit, with no lock held, and may read and edit the document. A listener hears each event.
 * A subscriber gets events as it asks for them: those that it has not taken are composed into one,
 * so that a slow user interface gets few large events and memory does not grow with their number.
 */
public final class DocumentEvents implements Flow.Publisher<DocumentEvent> {
  private static final Logger LOG = LoggerFactory.getLogger("dev.rejoin.document");

  /** Where a listener or subscriber was added, for the log. */
  static final class Site extends Throwable {
    private static final long serialVersionUID = 1L;

    Site() {
      super("it was added here");
    }
  }

  private record Listening(DocumentListener listener, AtomicBoolean failed, Site site) {}

  private final String document;
  private final Executor callbacks;
  private final Supplier<Executor> ofSubscriber;
  private final CopyOnWriteArrayList<Listening> listeners = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<EventSubscription> subscriptions =
      new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /**
   * @param callbacks runs tasks in order
   * @param ofSubscriber makes such an executor for each subscriber, so that none waits for another
   */
  DocumentEvents(String document, Executor callbacks, Supplier<Executor> ofSubscriber) {
    this.document = document;
    this.callbacks = callbacks;
    this.ofSubscriber = ofSubscriber;
  }

  /**
   * Listens from now on; close what is returned to stop. What a listener throws is logged once, and
   * it goes on to hear.
   */
  public Registration observe(DocumentListener listener) {
    Listening listening =
        new Listening(Objects.requireNonNull(listener), new AtomicBoolean(), new Site());
    listeners.add(listening);
    return () -> listeners.remove(listening);
  }

  /** Listens to one container; an event holds only what is about it. */
  public Registration observe(ContainerId container, Consumer<DocumentEvent> listener) {
    return observe(event -> event.of(container).ifPresent(listener));
  }

  /**
   * Subscribes from now on, by the rules of {@link Flow}; ends with {@code onComplete} when the
   * replica is closed. A subscriber that throws is logged and cancelled.
   */
  @Override
  public void subscribe(Flow.Subscriber<? super DocumentEvent> subscriber) {
    Executor executor = closed ? Runnable::run : ofSubscriber.get();
    EventSubscription subscription =
        new EventSubscription(
            Objects.requireNonNull(subscriber),
            executor,
            subscriptions::remove,
            (failure, site) -> log("subscriber", failure, site));
    subscriptions.add(subscription);
    subscription.start();
    if (closed) {
      subscription.complete();
    }
  }

  /** Whether anybody wants events. */
  boolean wanted() {
    return !listeners.isEmpty() || !subscriptions.isEmpty();
  }

  /** Passes an event on; called in the order of events. */
  void emit(DocumentEvent event) {
    List<Listening> now = List.copyOf(listeners); // who comes later does not hear of this one
    if (!now.isEmpty()) {
      callbacks.execute(() -> now.forEach(listening -> deliver(listening, event)));
    }
    subscriptions.forEach(subscription -> subscription.offer(event));
  }

  private void deliver(Listening listening, DocumentEvent event) {
    if (!listeners.contains(listening)) {
      return; // it has stopped meanwhile
    }
    try {
      listening.listener.onEvent(event);
    } catch (RuntimeException | Error e) {
      if (listening.failed.compareAndSet(false, true)) {
        log("listener", e, listening.site);
      }
    }
  }

  private void log(String what, Throwable failure, Site site) {
    failure.addSuppressed(site);
    LOG.warn("a {} of document '{}' failed; this is said once", what, document, failure);
  }

  /** Ends all subscriptions; what they asked for still comes. */
  void close() {
    closed = true;
    subscriptions.forEach(EventSubscription::complete);
  }
}
