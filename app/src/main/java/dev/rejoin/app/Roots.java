package dev.rejoin.app;

import dev.rejoin.crdt.CounterView;
import dev.rejoin.crdt.DocumentEdit;
import dev.rejoin.crdt.ListView;
import dev.rejoin.crdt.MapView;
import dev.rejoin.crdt.RegisterView;
import dev.rejoin.crdt.SetView;
import dev.rejoin.crdt.TextView;
import dev.rejoin.crdt.TreeView;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.View;

/**
 * The containers directly in a document. In a transaction what they give can be edited, and makes
 * what is missing.
 */
interface Roots {
  TextView text(String name);

  MapView map(String name);

  ListView list(String name);

  SetView set(String name);

  CounterView counter(String name);

  TreeView tree(String name);

  RegisterView register(String name);

  static Roots of(Document document) {
    return new OfDocument(document);
  }

  static Roots of(View view) {
    return new OfView(view);
  }

  static Roots of(DocumentEdit tx) {
    return new OfTransaction(tx);
  }

  /** To read. */
  record OfDocument(Document document) implements Roots {
    @Override
    public TextView text(String name) {
      return document.text(name);
    }

    @Override
    public MapView map(String name) {
      return document.map(name);
    }

    @Override
    public ListView list(String name) {
      return document.list(name);
    }

    @Override
    public SetView set(String name) {
      return document.set(name);
    }

    @Override
    public CounterView counter(String name) {
      return document.counter(name);
    }

    @Override
    public TreeView tree(String name) {
      return document.tree(name);
    }

    @Override
    public RegisterView register(String name) {
      return document.register(name);
    }
  }

  /** To read as it was. */
  record OfView(View view) implements Roots {
    @Override
    public TextView text(String name) {
      return view.text(name);
    }

    @Override
    public MapView map(String name) {
      return view.map(name);
    }

    @Override
    public ListView list(String name) {
      return view.list(name);
    }

    @Override
    public SetView set(String name) {
      return view.set(name);
    }

    @Override
    public CounterView counter(String name) {
      return view.counter(name);
    }

    @Override
    public TreeView tree(String name) {
      return view.tree(name);
    }

    @Override
    public RegisterView register(String name) {
      return view.register(name);
    }
  }

  /** To edit. */
  record OfTransaction(DocumentEdit tx) implements Roots {
    @Override
    public TextView text(String name) {
      return tx.text(name);
    }

    @Override
    public MapView map(String name) {
      return tx.map(name);
    }

    @Override
    public ListView list(String name) {
      return tx.list(name);
    }

    @Override
    public SetView set(String name) {
      return tx.set(name);
    }

    @Override
    public CounterView counter(String name) {
      return tx.counter(name);
    }

    @Override
    public TreeView tree(String name) {
      return tx.tree(name);
    }

    @Override
    public RegisterView register(String name) {
      return tx.register(name);
    }
  }
}
