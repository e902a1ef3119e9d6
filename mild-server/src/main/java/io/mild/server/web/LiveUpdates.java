package io.mild.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mild.internal.io.Json;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.Callback;

/**
 * Tells pages of which systems there is something new, by Server-Sent Events; they ask for what it
 * is. A page that reads slowly gets fewer events, never a queue of them. Thread-safe.
 */
final class LiveUpdates implements Closeable {
  private static final int MOST_PAGES = 100;
  private static final long EVERY_MILLIS = 250;
  private static final int SIGN_OF_LIFE = 60; // as many times that long

  private final List<Page> pages = new ArrayList<>();
  private final Set<String> changed = new LinkedHashSet<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "mild-updates");
            thread.setDaemon(true);
            return thread;
          });
  private int ticks;

  LiveUpdates() {
    clock.scheduleWithFixedDelay(this::tell, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Notes that there is something new of a system. */
  synchronized void changed(String key) {
    changed.add(key);
  }

  /** Begins to tell a page. */
  void add(Exchange exchange) throws RefusedRequest {
    Page page = new Page(exchange);
    synchronized (this) {
      if (pages.size() == MOST_PAGES) {
        throw new RefusedRequest(503, "too many pages are open");
      }
      pages.add(page);
    }
    exchange.response.setStatus(200);
    exchange.response.getHeaders().put("Content-Type", "text/event-stream");
    page.write("retry: 2000\n\n");
  }

  private synchronized void tell() {
    boolean isSignOfLife = ++ticks % SIGN_OF_LIFE == 0;
    if (changed.isEmpty() && !isSignOfLife) {
      return;
    }
    String event =
        changed.isEmpty()
            ? ":\n\n"
            : "data: "
                + new String(Json.write(Map.of("systems", List.copyOf(changed))), UTF_8)
                    .replaceAll("\\s*\\n\\s*", " ")
                + "\n\n";
    changed.clear();
    List.copyOf(pages).forEach(page -> page.write(event));
  }

  private synchronized void remove(Page page) {
    pages.remove(page);
  }

  /** How many pages are told. */
  synchronized int size() {
    return pages.size();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    List<Page> open;
    synchronized (this) {
      open = List.copyOf(pages);
      pages.clear();
    }
    open.forEach(page -> page.exchange.done.succeeded());
  }

  /** A page that is told. What it has not read yet is not added to. */
  private final class Page implements Callback {
    private final Exchange exchange;
    private boolean isWriting;

    private Page(Exchange exchange) {
      this.exchange = exchange;
    }

    private void write(String event) {
      synchronized (this) {
        if (isWriting) {
          return;
        }
        isWriting = true;
      }
      exchange.response.write(false, ByteBuffer.wrap(event.getBytes(UTF_8)), this);
    }

    @Override
    public void succeeded() {
      synchronized (this) {
        isWriting = false;
      }
    }

    @Override
    public void failed(Throwable cause) {
      remove(this);
      exchange.done.failed(cause);
    }
  }
}
