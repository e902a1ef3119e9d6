package io.mild.scaling.balance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * A gateway's balancer for many threads: endpoints come and go, requests are given to them and
 * measured, and {@link Prequal} is told what its probes say.
 *
 * <p>One lock guards the balancer and what it knows; it is held while one endpoint is chosen or one
 * answer is noted, and never while a request is sent. Thread-safe.
 *
 * @param <T> what stands for an endpoint, as an address or a connection
 */
public final class Dispatcher<T> {
  private static final double NANOS = 1e9;

  private final Balancer balancer;
  private final Endpoints endpoints;
  private final LongSupplier nanoTime;
  private final List<Optional<Member<T>>> members = new ArrayList<>(); // by id
  private final Deque<Integer> free = new ArrayDeque<>(); // ids, the longest unused first

  /** Without endpoints yet; the balancer is its own from here on. */
  public Dispatcher(Balancer balancer, Endpoints.Settings settings) {
    this(balancer, settings, System::nanoTime);
  }

  /** With another clock, in nanoseconds from wherever, which never runs backwards. */
  public Dispatcher(Balancer balancer, Endpoints.Settings settings, LongSupplier nanoTime) {
    this.balancer = balancer;
    this.endpoints = new Endpoints(settings);
    long start = nanoTime.getAsLong();
    this.nanoTime = () -> nanoTime.getAsLong() - start;
  }

  /** An endpoint that is new, or is back after a failure, joins and starts slowly. */
  public synchronized Member<T> join(T endpoint) {
    Member<T> member = enter(endpoint);
    endpoints.join(member.id, now());
    return member;
  }

  /** An endpoint that has served before gets its full share at once. */
  public synchronized Member<T> addWarm(T endpoint) {
    Member<T> member = enter(endpoint);
    endpoints.addWarm(member.id);
    return member;
  }

  private Member<T> enter(T endpoint) {
    if (free.isEmpty()) {
      free.add(members.size());
      members.add(Optional.empty());
    }
    Member<T> member = new Member<>(this, free.remove(), endpoint);
    members.set(member.id, Optional.of(member));
    return member;
  }

  /** The endpoint that the next request goes to; none if there is no endpoint. */
  public synchronized Optional<Member<T>> choose() {
    return endpoints.size() == 0
        ? Optional.empty()
        : members.get(balancer.choose(endpoints, now()));
  }

  /**
   * The endpoints to ask how busy they are, after a choice.
   *
   * @return often none; always none unless the balancer is {@link Prequal}
   */
  public synchronized List<Member<T>> probes() {
    if (!(balancer instanceof Prequal prequal)) {
      return List.of();
    }
    List<Member<T>> asked = new ArrayList<>();
    for (int id : prequal.probes(endpoints)) {
      members.get(id).ifPresent(asked::add);
    }
    return asked;
  }

  private double now() {
    return nanoTime.getAsLong() / NANOS;
  }

  /** Another endpoint may have the number once nothing of this one is owed. */
  private void freeIfIdle(Member<T> member) {
    if (member.hasLeft && endpoints.inFlight(member.id) == 0) {
      free.add(member.id);
    }
  }

  /**
   * An endpoint, from when it joined until it leaves.
   *
   * @param <T> what stands for it
   */
  public static final class Member<T> {
    private final Dispatcher<T> dispatcher;
    private final int id;
    private final T endpoint;
    private boolean hasLeft; // guarded by the dispatcher

    private Member(Dispatcher<T> dispatcher, int id, T endpoint) {
      this.dispatcher = dispatcher;
      this.id = id;
      this.endpoint = endpoint;
    }

    /** What stands for it. */
    public T endpoint() {
      return endpoint;
    }

    /**
     * A request is handed over to it, before a connection is made: what waits for one is load, too.
     */
    public Request sent() {
      synchronized (dispatcher) {
        dispatcher.endpoints.sent(id);
      }
      return new Request(this);
    }

    /** What it answered to a probe; after it left, or without {@link Prequal}, no matter. */
    public void probed(LoadReport report) {
      synchronized (dispatcher) {
        if (!hasLeft && dispatcher.balancer instanceof Prequal prequal) {
          prequal.probed(id, report, dispatcher.now());
        }
      }
    }

    /**
     * It is not chosen any more; answers that it owes may still come.
     *
     * @return false if it had left before
     */
    public boolean leave() {
      synchronized (dispatcher) {
        if (hasLeft) {
          return false;
        }
        hasLeft = true;
        dispatcher.endpoints.remove(id);
        dispatcher.members.set(id, Optional.empty());
        dispatcher.freeIfIdle(this);
        return true;
      }
    }

    private void answered(double sentAt, boolean isSuccess) {
      synchronized (dispatcher) {
        double now = dispatcher.now();
        dispatcher.endpoints.answered(id, now - sentAt, isSuccess, now);
        dispatcher.balancer.answered(now - sentAt, isSuccess, now);
        dispatcher.freeIfIdle(this);
      }
    }

    private void ended() {
      synchronized (dispatcher) {
        dispatcher.endpoints.ended(id);
        dispatcher.freeIfIdle(this);
      }
    }
  }

  /** A request under way. Of its ends the first counts. */
  public static final class Request {
    private final Member<?> member;
    private final double sentAt;
    private final AtomicBoolean isOver = new AtomicBoolean();

    private Request(Member<?> member) {
      this.member = member;
      this.sentAt = member.dispatcher.now();
    }

    /**
     * It was answered, or its time ran out.
     *
     * @param isSuccess false if the endpoint failed, which is not to attract more requests
     */
    public void answered(boolean isSuccess) {
      if (isOver.compareAndSet(false, true)) {
        member.answered(sentAt, isSuccess);
      }
    }

    /** It ended without an answer that says how long one takes: nobody waits for it any more. */
    public void ended() {
      if (isOver.compareAndSet(false, true)) {
        member.ended();
      }
    }
  }
}
