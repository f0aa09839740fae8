package dev.rejoin.guide;

import dev.rejoin.crdt.DocumentEvent;
import dev.rejoin.replica.Document;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;

/** Events. */
final class EventsGuide {
  private EventsGuide() {}

  // [snippet
  /** A user interface that paints when it has time, and asks for no more until it has painted. */
  static final class Screen implements Flow.Subscriber<DocumentEvent> {
    final BlockingQueue<DocumentEvent> paint = new SynchronousQueue<>();
    private Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      subscription.request(1);
    }

    @Override
    public void onNext(DocumentEvent event) {
      try {
        paint.put(event); // painting takes as long as it takes
      } catch (InterruptedException e) {
        subscription.cancel();
      }
      subscription.request(1);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
  }

  public static void main(String[] args) throws Exception {
    try (TwoDevices devices = new TwoDevices()) {
      Document ana = devices.ana();
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      ana.text("body").observe(news -> heard.add(news.author() + " " + news.steps().size()));
      ana.edit(tx -> tx.text("body").append("Agenda"));
      System.out.println(heard.take()); // each edit of the text, at once

      Screen screen = new Screen();
      ana.events().subscribe(screen);
      for (int i = 0; i < 1_000; i++) {
        ana.edit(tx -> tx.counter("views").add(1).add(1));
      }
      int events = 0;
      DocumentEvent last;
      do {
        last = screen.paint.take();
        events++;
      } while (!last.after().equals(ana.version()));
      System.out.println(events < 1_000 ? "fewer events than edits" : "an event for each edit");
      System.out.println(ana.counter("views").total());
    }
  }

  // snippet]
}
