package dev.rejoin.replica;

import dev.rejoin.crdt.DocumentEvent;
import dev.rejoin.crdt.PendingEvents;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * Events are put into `pending` where they happen, and everything that the subscriber hears is said by
 * tasks of one serial executor, onSubscribe first: so its calls never overlap, and a request or cancel
 * inside of a call does not recurse.
 */
/** One subscriber of a document, with the events that it has not asked for yet. */
final class EventSubscription implements Flow.Subscription {
  private final Flow.Subscriber<? super DocumentEvent> subscriber;
  private final Executor executor;
  private final Consumer<EventSubscription> whenOver;
  private final BiConsumer<Throwable, DocumentEvents.Site> log;
  private final DocumentEvents.Site site = new DocumentEvents.Site();

  // Guarded by this.
  private final PendingEvents pending = new PendingEvents();
  private long demand;
  private boolean over;
  private boolean completing;
  private @Nullable Throwable refusal;

  EventSubscription(
      Flow.Subscriber<? super DocumentEvent> subscriber,
      Executor executor,
      Consumer<EventSubscription> whenOver,
      BiConsumer<Throwable, DocumentEvents.Site> log) {
    this.subscriber = subscriber;
    this.executor = executor;
    this.whenOver = whenOver;
    this.log = log;
  }

  void start() {
    executor.execute(() -> guarded(() -> subscriber.onSubscribe(this)));
  }

  /** Takes the next event; composes it with those that wait. */
  void offer(DocumentEvent event) {
    synchronized (this) {
      if (over || completing) {
        return;
      }
      pending.add(event);
      if (demand == 0) {
        return;
      }
    }
    executor.execute(this::drain);
  }

  @Override
  public void request(long n) {
    synchronized (this) {
      if (over) {
        return;
      }
      if (n <= 0) {
        refusal = new IllegalArgumentException("rule 3.9: request at least 1 event, not " + n);
      } else {
        demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
      }
    }
    executor.execute(this::drain);
  }

  @Override
  public synchronized void cancel() {
    end();
  }

  /** Nothing more will happen. */
  void complete() {
    synchronized (this) {
      completing = true;
    }
    executor.execute(this::drain);
  }

  /** Says what there is to say, as far as it was asked for. */
  private void drain() {
    for (DocumentEvent event = next(); event != null; event = next()) {
      DocumentEvent one = event;
      guarded(() -> subscriber.onNext(one));
    }
    Throwable refused;
    synchronized (this) {
      if (over || !(completing || refusal != null)) {
        return;
      }
      refused = refusal;
      end();
    }
    if (refused != null) {
      guarded(() -> subscriber.onError(refused));
    } else {
      guarded(subscriber::onComplete);
    }
  }

  private synchronized @Nullable DocumentEvent next() {
    if (over || demand == 0 || refusal != null) {
      return null;
    }
    DocumentEvent event = pending.take();
    if (event != null && demand < Long.MAX_VALUE) {
      demand--;
    }
    return event;
  }

  /** Guarded by this. */
  private void end() {
    over = true;
    whenOver.accept(this);
  }

  /** Calls the subscriber; one that throws hears nothing more. */
  private void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error e) {
      cancel();
      log.accept(e, site);
    }
  }
}
